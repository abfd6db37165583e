using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Durations;
using AsyncProf.Profiles.Text;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Findings;

/// <summary>A method blocks its thread on a task.</summary>
internal sealed class SyncOverAsync : IFindingRule
{
    /// <summary>Less than this in all is a start-up or a shutdown.</summary>
    private const long LeastNs = 5_000_000;

    public IEnumerable<Finding> Find(AsyncProfile profile, RootTimes roots)
    {
        foreach (MethodRow row in profile.Methods.Where(row => row.Method != MethodName.Unknown.Name))
        {
            long blockedNs = row.TaskSelf.BlockedNs - HandleWait.BlockedNs(row);
            if (blockedNs < LeastNs)
                continue;
            WaitRow[] blocks = [.. row.Waits.Where(wait => wait.Kind is WaitKind.BlockedOn or WaitKind.BlockedOnTask)];
            string on = blocks.Length == 0 ? "a task" : blocks[0].Target;
            yield return roots.Task(new Finding(
                "sync-over-async",
                Severity.Warning,
                row.Method,
                FormattableString.Invariant($"It held a thread for {DurationText.Of(blockedNs)} in {blocks.Sum(wait => wait.Count)} waits, the longest sum on {NameText.Display(on)}."),
                "Await the task instead of calling Result, Wait or GetResult: each wait takes a thread from the pool."), blockedNs);
        }
    }
}
