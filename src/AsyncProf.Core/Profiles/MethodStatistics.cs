using AsyncProf.Attribution;
using AsyncProf.Events;

namespace AsyncProf.Profiles;

/// <summary>What is known of the calls of one method, or of the roots of one name.</summary>
internal sealed class MethodStatistics
{
    public long Calls { get; private set; }

    public long OutermostCalls { get; private set; }

    public long Errors { get; private set; }

    public long Canceled { get; private set; }

    /// <summary>The sum of the durations of the outermost calls.</summary>
    public long WallNs { get; private set; }

    /// <summary>Calls that nobody awaited while they ran, and calls after which somebody unknown continued.</summary>
    public long NotAwaited { get; private set; }

    public long AwaiterUnknown { get; private set; }

    /// <summary>The longest the synchronous prefixes can have been together, over the calls of which that is known, and how many it is not.</summary>
    public long PrefixAtMostNs { get; private set; }

    public long PrefixUnknown { get; private set; }

    public DurationHistogram Durations { get; } = new();

    /// <summary>Adds one call.</summary>
    /// <param name="status">How it ended.</param>
    /// <param name="flags">What the tree says of it.</param>
    /// <param name="wallNs">How long it took.</param>
    /// <param name="prefixAtMostNs">The bound of its prefix; negative where nothing tells.</param>
    public void AddCall(OperationStatus status, NodeFlags flags, long wallNs, long prefixAtMostNs)
    {
        bool outermost = flags.HasFlag(NodeFlags.Outermost);
        Calls++;
        NotAwaited += flags.HasFlag(NodeFlags.NotAwaited) ? 1 : 0;
        AwaiterUnknown += flags.HasFlag(NodeFlags.AwaiterUnknown) ? 1 : 0;
        PrefixAtMostNs += Math.Max(0, prefixAtMostNs);
        PrefixUnknown += prefixAtMostNs < 0 ? 1 : 0;
        if (status == OperationStatus.Error)
            Errors++;
        else if (status == OperationStatus.Canceled)
            Canceled++;
        if (!outermost)
            return;
        OutermostCalls++;
        WallNs += wallNs;
        Durations.Add(wallNs);
    }

    public MethodStatistics Copy()
    {
        var copy = new MethodStatistics
        {
            Calls = Calls,
            OutermostCalls = OutermostCalls,
            Errors = Errors,
            Canceled = Canceled,
            WallNs = WallNs,
            NotAwaited = NotAwaited,
            AwaiterUnknown = AwaiterUnknown,
            PrefixAtMostNs = PrefixAtMostNs,
            PrefixUnknown = PrefixUnknown,
        };
        copy.Durations.Add(Durations);
        return copy;
    }
}
