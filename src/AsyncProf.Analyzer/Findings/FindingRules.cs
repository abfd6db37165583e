using AsyncProf.Profiles;

namespace AsyncProf.Findings;

/// <summary>All rules. Data quality comes first, then what is worst and costs most.</summary>
public static class FindingRules
{
    private static readonly IFindingRule[] Rules =
    [
        new DataQuality(), new SyncOverAsync(), new HandleWait(), new PoolStarvation(), new SequentialAwaits(), new FireAndForget(), new Stragglers(), new ContendedWait(),
        new YieldLoop(), new NeverCompleted(), new GcShare(), new LostToTheUnknown(), new UnknownAwaiter(),
        new AllocationHeavy(), new LargeObjects(),
    ];

    /// <summary>What the rules find in a profile that nothing was hidden in. They go by what events say; samples tell what held a thread.</summary>
    /// <param name="profile">The profile.</param>
    public static IReadOnlyList<Finding> Find(AsyncProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        AsyncProfile measured = profile.WithoutSamples();
        var roots = new RootTimes(measured.Data);
        return [.. Rules.Append(new LongHold(new SampledHolds(profile.Tree))).Append(new Copies(profile.Tree)).SelectMany((rule, order) => rule.Find(measured, roots).Select(finding => (finding, order)))
            .OrderByDescending(found => found.order == 0).ThenByDescending(found => found.finding.Severity).ThenByDescending(found => found.finding.ImpactNs).ThenBy(found => found.order)
            .ThenBy(found => found.finding.Subject, StringComparer.Ordinal).Select(found => found.finding)];
    }
}
