using AsyncProf.Events;
using AsyncProf.Profiles;

namespace AsyncProf.Findings;

/// <summary>Data quality: what limits how far the other numbers can be trusted.</summary>
internal sealed class DataQuality : IFindingRule
{
    private const double MuchLost = 0.01;

    public IEnumerable<Finding> Find(AsyncProfile profile, RootTimes roots)
    {
        RecordingInfo r = profile.Recording;
        long seen = r.Events + r.LostEvents;
        if (seen == 0 && r.Source != "pprof")
            yield return new Finding("insufficient-data", Severity.Error, "", "No event was recorded.", "Record while the load that you mean is running.");
        if (RuntimeAsync.IsUsedBy(r.RuntimeVersion) && r is { Dispatches: 0, Events: > 0 })
        {
            yield return new Finding(
                "runtime-async",
                Severity.Warning,
                "",
                $"It was recorded on .NET {r.RuntimeVersion}: without the events of methods compiled with runtime-async, as those of its frameworks are.",
                "Trust the methods that are there; who awaits one that is not waits for something unknown. Record again with this version of AsyncProf to see them.");
        }

        if (r.LostEvents > 0)
        {
            Severity severity = r.LostEvents > seen * MuchLost ? Severity.Error : Severity.Warning;
            yield return new Finding("events-lost", severity, "", FormattableString.Invariant($"{r.LostEvents} of {seen} events were lost, in {r.Gaps} gaps."), "Raise MaximumBufferBytes, or record for a shorter time under less load.");
        }

        if (r.Unbalanced > 0)
            yield return new Finding("trees-left-out", Severity.Error, "", FormattableString.Invariant($"{r.Unbalanced} trees did not add up and were left out."), "Please report it: this is a bug of AsyncProf.");
        if (r.GivenUp > 0)
            yield return new Finding("operations-given-up", Severity.Warning, "", FormattableString.Invariant($"{r.GivenUp} operations were given up before they ended, because there were too many."), "Look for operations that never end, or record for a shorter time.");
        if (r.IllegalTransitions > Math.Max(10, r.Operations / 1000) && r.LostEvents == 0)
            yield return new Finding("illegal-transitions", Severity.Warning, "", FormattableString.Invariant($"{r.IllegalTransitions} steps of {r.Operations} operations are not known to be possible."), "Please report it with the version of the runtime.");
    }
}
