namespace AsyncProf.Overhead;

/// <summary>
/// What an event costs the app, by trial on a thread of its own whose events belong to nobody: some hundred awaits, with the capture on and with it off. It takes a few milliseconds, a few times.
/// </summary>
internal sealed class EventCost(long ticksPerSecond)
{
    /// <summary>What begins on threads of this name is left out.</summary>
    public const string ThreadName = "AsyncProf calibration";

    /// <summary>The events of one await in the trial: begin, await; two works begin, the completion and the segment in it; end; both works end.</summary>
    public const int EventsPerAwait = 7;

    /// <summary>Before the first trial.</summary>
    private const double Guess = 300e-9;

    /// <summary>In an app an event costs so many times what it does in a loop: there the caches are the app's, and what is allocated has to be collected.</summary>
    private const double InAnApp = 2;

    private const double Least = 20e-9, Most = 5e-6;

    private const int Awaits = 200, Rounds = 5, MostTrials = 5;

    private double _on = double.NaN;
    private double _off = double.NaN;
    private long _next = long.MinValue;
    private int _trials;
    private Thread? _thread;

    /// <summary>Seconds of CPU.</summary>
    public double Seconds
    {
        get
        {
            double on = Volatile.Read(ref _on), off = Volatile.Read(ref _off);
            return double.IsNaN(on) ? Guess : Math.Clamp((on - (double.IsNaN(off) ? 0 : off)) / EventsPerAwait * InAnApp, Least, Most);
        }
    }

    /// <summary>Begins a trial when one is due.</summary>
    /// <param name="now">Ticks of the stopwatch.</param>
    /// <param name="isOpen">Asked before and after a trial: whether the capture is on.</param>
    public void Poll(long now, Func<bool> isOpen)
    {
        bool isOn = isOpen();
        if (now < _next || _thread is { IsAlive: true } || (isOn ? _trials >= MostTrials : !double.IsNaN(_off)))
            return;
        _next = now + (ticksPerSecond / 2);
        _thread = new Thread(() => Try(isOn, isOpen)) { IsBackground = true, Name = ThreadName };
        _thread.UnsafeStart();
    }

    /// <summary>CPU of one await, in seconds: the least of some rounds, for others only add to it.</summary>
    internal static double Measure()
    {
        double least = double.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            double start = ThreadCpu.Seconds();
            AwaitSome(Awaits);
            least = Math.Min(least, ThreadCpu.Seconds() - start);
        }

        return least / Awaits;
    }

    /// <summary>Has methods await something that ends on the same thread.</summary>
    internal static void AwaitSome(int count)
    {
        for (int i = 0; i < count; i++)
        {
            var source = new TaskCompletionSource();
            _ = WaitAsync(source.Task);
            source.SetResult();
        }

        static async Task WaitAsync(Task task) => await task.ConfigureAwait(false);
    }

    private void Try(bool isOn, Func<bool> isOpen)
    {
        double measured = Measure();
        if (isOpen() != isOn)
            return; // neither the one nor the other
        if (isOn)
        {
            Volatile.Write(ref _on, double.IsNaN(_on) ? measured : Math.Min(_on, measured)); // code gets faster as it is compiled again
            _trials++;
        }
        else
        {
            Volatile.Write(ref _off, measured);
        }
    }
}
