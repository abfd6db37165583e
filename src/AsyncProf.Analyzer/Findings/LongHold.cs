using AsyncProf.Profiles;

namespace AsyncProf.Findings;

/// <summary>A call that runs for long without letting its thread go.</summary>
internal sealed class LongHold : IFindingRule
{
    private const long LongNs = 100_000_000;

    public IEnumerable<Finding> Find(AsyncProfile profile)
    {
        foreach (MethodRow row in profile.Methods.Where(row => row is { IsFramework: false, Kind: FrameKind.Method }))
        {
            if (row.LongestRunNs < LongNs)
                continue;
            yield return new Finding(
                "long-hold",
                Severity.Warning,
                row.Method,
                FormattableString.Invariant($"It held its thread for up to {DurationText.Of(row.LongestRunNs)} at a stretch, {DurationText.Of(row.TaskSelf.RunningNs)} in {row.Calls} calls: Thread.Sleep, a lock or computation."),
                "A pool thread that is held for so long is missing elsewhere: await instead of sleeping, or use a thread of its own.");
        }
    }
}
