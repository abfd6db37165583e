using AsyncProf.Attribution;
using AsyncProf.Building;
using AsyncProf.Events;
using AsyncProf.Profiles.Durations;

namespace AsyncProf.Triggers;

/// <summary>Whether a request that has ended is a reason for a window.</summary>
/// <param name="slow">A request that took longer is one; null for none.</param>
/// <param name="failed">Whether one that failed is.</param>
/// <param name="clock">The recording's clock.</param>
internal sealed class RequestWatch(TimeSpan? slow, bool failed, TickClock clock)
{
    private readonly long _limitNs = (slow?.Ticks * 100) ?? long.MaxValue;

    /// <summary>Whether it is one.</summary>
    public bool IsMetBy(RootTree tree) => IsSlow(tree) || (failed && tree.EntryFlags.HasFlag(EntryFlags.Error));

    /// <summary>The reason that it is.</summary>
    public string ReasonOf(RootTree tree) => IsSlow(tree)
        ? $"slow-request: {DurationText.Of(NsOf(tree))}, more than {DurationText.Of(_limitNs)}"
        : $"failed-request: after {DurationText.Of(NsOf(tree))}";

    /// <summary>How long a connection was open is no reason.</summary>
    private bool IsSlow(RootTree tree) => NsOf(tree) > _limitNs && !tree.EntryFlags.HasFlag(EntryFlags.Lasting);

    private long NsOf(RootTree tree) => clock.ToNs(tree.To - tree.From);
}
