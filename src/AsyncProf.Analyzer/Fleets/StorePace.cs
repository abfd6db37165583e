using System.Net.Http.Headers;

namespace AsyncProf.Fleets;

/// <summary>How long a store is waited for: for each answer, a few times more while it is busy, and for all of them together.</summary>
/// <param name="limits">How long.</param>
/// <param name="time">The clock.</param>
/// <param name="shown">The store's address as it is shown.</param>
internal sealed class StorePace(FleetLimits limits, TimeProvider time, string shown)
{
    /// <summary>How long a store that is busy is left alone, each time.</summary>
    private static readonly TimeSpan[] Pauses = [.. ((int[])[1, 2, 4, 8]).Select(seconds => TimeSpan.FromSeconds(seconds))];

    /// <summary>No store is left alone for longer, whatever it says.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private long? _begun;

    /// <summary>How long the next answer may take.</summary>
    /// <exception cref="FleetException">The time for all of them is over.</exception>
    public TimeSpan NextAnswer()
    {
        _begun ??= time.GetTimestamp();
        TimeSpan left = Left();
        return left <= TimeSpan.Zero ? throw TookTooLong() : left < limits.Patience ? left : limits.Patience;
    }

    /// <summary>Leaves a busy store alone for a while; false where it has been often enough.</summary>
    /// <param name="tries">How often it has been.</param>
    /// <param name="after">How long it asks for; null where it does not say.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="FleetException">The time for all answers would be over then.</exception>
    public async Task<bool> PauseAsync(int tries, RetryConditionHeaderValue? after, CancellationToken stop)
    {
        if (tries >= Pauses.Length)
            return false;
        TimeSpan told = after?.Delta ?? (after?.Date is { } date ? date - time.GetUtcNow() : TimeSpan.Zero);
        var pause = TimeSpan.FromTicks(Math.Clamp(told.Ticks, Pauses[tries].Ticks, LongestPause.Ticks));
        if (pause >= Left())
            throw TookTooLong();
        await Task.Delay(pause, time, stop);
        return true;
    }

    /// <summary>What is said of an answer that did not come in time.</summary>
    /// <param name="longest">How long it was waited for.</param>
    public FleetException Late(TimeSpan longest) => longest < limits.Patience
        ? TookTooLong()
        : new FleetException(FormattableString.Invariant($"{shown} did not answer within {limits.Patience.TotalSeconds:0.#} s: ask for less by --since, --until or --traces, or allow more by --timeout."));

    private TimeSpan Left() => limits.Whole - time.GetElapsedTime(_begun!.Value);

    private FleetException TookTooLong() => new(FormattableString.Invariant($"{shown} took more than {limits.Whole.TotalMinutes:0.#} minutes for all that was asked: ask for less by --since, --until or --traces."));
}
