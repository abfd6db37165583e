using AsyncProf.Profiles;

namespace AsyncProf.Findings;

/// <summary>A method blocks its thread on a task.</summary>
internal sealed class SyncOverAsync : IFindingRule
{
    private const string BlockedOn = "blocked on ";

    /// <summary>Less than this in all is a start-up or a shutdown.</summary>
    private const long LeastNs = 5_000_000;

    public IEnumerable<Finding> Find(AsyncProfile profile)
    {
        foreach (MethodRow row in profile.Methods.Where(row => row.TaskSelf.BlockedNs >= LeastNs))
        {
            WaitRow? worst = row.Waits.FirstOrDefault(wait => wait.On.StartsWith(BlockedOn, StringComparison.Ordinal));
            string on = worst is null ? "a task" : worst.On[BlockedOn.Length..];
            yield return new Finding(
                "sync-over-async",
                Severity.Warning,
                row.Method,
                FormattableString.Invariant($"It held a thread for {Durations.Text(row.TaskSelf.BlockedNs)} in {row.Waits.Where(wait => wait.On.StartsWith(BlockedOn, StringComparison.Ordinal)).Sum(wait => wait.Count)} waits, the longest sum on {on}."),
                "Await the task instead of calling Result, Wait or GetResult: each wait takes a thread from the pool.");
        }
    }
}
