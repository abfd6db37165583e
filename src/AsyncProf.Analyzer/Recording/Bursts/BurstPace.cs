using System.Diagnostics;

namespace AsyncProf.Recording.Bursts;

/// <summary>How long bursts are, and how often there is one: what they cost is bounded by the stacks that are walked.</summary>
internal sealed class BurstPace
{
    /// <summary>How many stacks a burst is for; the first few are for more, because they find most of what there is to find.</summary>
    private const int Stacks = 1_000, FirstStacks = 2_000, FirstBursts = 5;

    /// <summary>Bursts that taught nothing come twice as late each time; what is new in fewer than one of so many beginnings is chance.</summary>
    private const int Chance = 500;

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(20), Longest = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(1), Seldom = TimeSpan.FromSeconds(10);

    private int _bursts;

    /// <summary>How long the next one is.</summary>
    public TimeSpan Length { get; private set; } = Shortest;

    /// <summary>The time from the beginning of the last one to that of the next.</summary>
    public TimeSpan Interval { get; private set; } = Often;

    /// <summary>Tells what the last one brought.</summary>
    /// <param name="beginnings">How many stacks.</param>
    /// <param name="ticks">In which time, by the system's clock.</param>
    /// <param name="taught">How many of them were new.</param>
    public void Took(int beginnings, long ticks, int taught)
    {
        int wanted = ++_bursts < FirstBursts ? FirstStacks : Stacks;
        double seconds = ticks / (double)Stopwatch.Frequency;
        TimeSpan length = beginnings < 2 || seconds <= 0 ? Longest : TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, wanted * seconds / beginnings));
        Length = length < Shortest ? Shortest : length;
        Interval = taught > beginnings / Chance ? Often : TimeSpan.FromTicks(Math.Min(Seldom.Ticks, Interval.Ticks * 2));
    }
}
