using AsyncProf.Profiles.Text;

namespace AsyncProf.Pushing;

/// <summary>
/// Pushes what waits, one after the other. What the server cannot take now is tried again, later and later, and all else waits with it; what it will never take is not. On the pushing thread only.
/// </summary>
/// <param name="door">The way to the store.</param>
/// <param name="queue">What waits.</param>
/// <param name="counts">What becomes of it.</param>
/// <param name="patience">How long one attempt may take.</param>
/// <param name="time">The clock.</param>
/// <param name="chance">From 0 to 1: not all who wait come back at once.</param>
internal sealed class PushSender(IPushDoor door, PushQueue queue, PushCounts counts, TimeSpan patience, TimeProvider time, Func<double> chance)
{
    /// <summary>As Grafana Alloy waits, and how often it tries: <see href="https://github.com/grafana/alloy/blob/main/internal/component/pyroscope/write/write.go"/>.</summary>
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500), LongestWait = TimeSpan.FromMinutes(5);

    private const int MostTries = 10;

    private PushPart? _current;
    private int _tries;
    private TimeSpan _next = FirstWait;
    private long _failedAt;
    private TimeSpan _wait; // from then on; zero while nothing failed
    private string _problem = ""; // what failed then, as a sentence
    private volatile bool _isAway;

    /// <summary>Whether the server did not take the last one. Any thread may ask.</summary>
    public bool IsAway => _isAway;

    /// <summary>Pushes one, if it is time to.</summary>
    /// <param name="stop">Gives it up.</param>
    /// <returns>How long nothing is to do; infinite while nothing waits.</returns>
    public TimeSpan Step(CancellationToken stop)
    {
        if (!HasNext())
            return Timeout.InfiniteTimeSpan;
        if (_wait - time.GetElapsedTime(_failedAt) is var rest && _wait > TimeSpan.Zero && rest > TimeSpan.Zero)
            return rest;
        PushAnswer answer = Try(patience, stop);
        Take(answer);
        return answer.Outcome is PushOutcome.Taken or PushOutcome.Refused ? TimeSpan.Zero : _wait;
    }

    /// <summary>Pushes what is left as long as there is time and the server takes it, and drops the rest.</summary>
    /// <param name="atMost">How long all of it may take.</param>
    /// <param name="stop">Gives it up.</param>
    public void Finish(TimeSpan atMost, CancellationToken stop)
    {
        long begun = time.GetTimestamp();
        bool isAway = _wait > TimeSpan.Zero;
        while (HasNext())
        {
            TimeSpan rest = atMost - time.GetElapsedTime(begun);
            if (!isAway && rest > TimeSpan.Zero && !stop.IsCancellationRequested)
            {
                PushAnswer answer = Try(rest < patience ? rest : patience, stop);
                if (answer.Outcome is PushOutcome.Taken or PushOutcome.Refused)
                {
                    Take(answer);
                    continue;
                }

                isAway = true;
                _problem = Describe(answer);
            }

            Drop("AsyncProf stopped before it was pushed." + (_problem.Length > 0 ? " " : "") + _problem);
        }
    }

    private static string Describe(PushAnswer answer) => $"The server did not take it: {answer.Problem}.";

    /// <summary>Whatever fails, it is tried again only later.</summary>
    private PushAnswer Try(TimeSpan atMost, CancellationToken stop)
    {
        try
        {
            return door.Post(_current!, atMost, stop);
        }
        catch (Exception exception)
        {
            return new PushAnswer(PushOutcome.Later, PlainText.Printable(exception.Message).TrimEnd('.')); // a bug of ours
        }
    }

    /// <summary>Whether there is one; what is too old for the store is dropped.</summary>
    private bool HasNext()
    {
        while (true)
        {
            if (_current is null && !queue.TryTake(out _current))
                return false;
            if (time.GetUtcNow().UtcDateTime - _current.StartUtc < StoreLimits.Age)
                return true;
            Drop(_problem.Length > 0 ? _problem : "It is older than a store takes: look whether a clock was set.");
        }
    }

    private void Take(PushAnswer answer)
    {
        switch (answer.Outcome)
        {
            case PushOutcome.Taken:
                counts.AddSent();
                Begin();
                break;
            case PushOutcome.Refused:
                counts.AddRefused($"The server refuses it: {answer.Problem}.");
                Begin();
                break;
            default:
                Repeat(answer);
                break;
        }
    }

    /// <summary>The server answers: there is no reason to wait.</summary>
    private void Begin()
    {
        (_current, _tries, _next, _wait, _problem) = (null, 0, FirstWait, TimeSpan.Zero, "");
        _isAway = false;
    }

    private void Repeat(PushAnswer answer)
    {
        _problem = Describe(answer);
        _isAway = true;
        TimeSpan own = _next * (0.8 + (0.4 * chance()));
        TimeSpan wait = answer.After > own ? answer.After.Value : own;
        (_wait, _failedAt) = (wait < LongestWait ? wait : LongestWait, time.GetTimestamp());
        _next = _next * 2 < LongestWait ? _next * 2 : LongestWait;

        // A server that cannot be reached takes none of them, so none is to blame; one that was asked may not be able to take this one.
        if (answer.Outcome == PushOutcome.Later && ++_tries >= MostTries)
            Drop(_problem);
        else
            counts.AddRetry(_problem);
    }

    private void Drop(string why)
    {
        counts.AddDropped(why);
        (_current, _tries) = (null, 0);
    }
}
