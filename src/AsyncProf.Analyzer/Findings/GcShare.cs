using AsyncProf.Profiles;
using AsyncProf.Profiles.Durations;
using AsyncProf.Profiles.Text;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Findings;

/// <summary>Roots of a name spend much of their elapsed time while all threads stand still for the garbage collector.</summary>
internal sealed class GcShare : IFindingRule
{
    /// <summary>A service that allocates with care spends a percent or two; from a tenth on, less garbage makes it faster.</summary>
    private const double Much = 0.1;

    /// <summary>Less may be one full collection that happened to come then.</summary>
    private const long LeastNs = 50_000_000;

    /// <summary>A method that ran in fewer of the pauses did not cause them more than others.</summary>
    private const double MostOf = 0.25;

    public IEnumerable<Finding> Find(AsyncProfile profile, RootTimes roots)
    {
        foreach (RootRow root in profile.Roots)
        {
            if (root.IsFramework || root.Count == 0 || root.GcNs < LeastNs || root.GcNs < root.ElapsedNs * Much || !MethodName.IsCertain(root.Name))
                continue;
            yield return RootTimes.Of(
                new Finding(
                    "gc-share",
                    Severity.Warning,
                    root.Name,
                    FormattableString.Invariant($"All threads stood still for the garbage collector for {DurationText.Of(root.GcNs)} of {DurationText.Of(root.ElapsedNs)}, {100.0 * root.GcNs / root.ElapsedNs:0} %, of {Many(root)}{Where(profile)}."),
                    "Allocate less and keep less alive on this path, with pooled buffers and smaller results: each collection stops everything, and the more lives the longer."),
                root.GcNs,
                root.ElapsedNs);
        }
    }

    private static string Many(RootRow root) => root.Count == 1 ? "the one that ended" : FormattableString.Invariant($"the {root.Count} that ended");

    /// <summary>Who ran when it came to that: a collection begins where there is no room for what a thread allocates.</summary>
    private static string Where(AsyncProfile profile)
    {
        long all = profile.Methods.Sum(row => row.GcPaused.RunningNs);
        MethodRow? most = profile.Methods.Where(row => !row.IsFramework && row.Kind == FrameKind.Method && MethodName.IsCertain(row.Method)).MaxBy(row => row.GcPaused.RunningNs);
        return most is { GcPaused.RunningNs: > 0 } && most.GcPaused.RunningNs >= all * MostOf ? $", mostly while {NameText.Display(most.Method)} ran" : "";
    }
}
