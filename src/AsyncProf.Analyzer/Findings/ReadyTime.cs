using AsyncProf.Events;
using AsyncProf.Profiles;

namespace AsyncProf.Findings;

/// <summary>
/// How long methods waited for a thread. What was ready because another operation ran inline on its thread had one, and is ready time of no concern to the pool.
/// </summary>
internal static class ReadyTime
{
    /// <summary>Of all methods, in nanoseconds.</summary>
    public static long Of(AsyncProfile profile) => profile.Tree.TaskTotal.ReadyNs - profile.Methods.Sum(LentNs);

    /// <summary>Of one method itself, in nanoseconds.</summary>
    public static long Of(MethodRow row) => row.TaskSelf.ReadyNs - LentNs(row);

    /// <summary>About how often a thread took a method up.</summary>
    public static long Turns(MethodRow row) => Math.Max(1, row.Calls + row.Yields + row.Waits.Where(wait => wait.Kind != WaitKind.Inlined).Sum(wait => wait.Count));

    private static long LentNs(MethodRow row) => row.Waits.Where(wait => wait.Kind == WaitKind.Inlined).Sum(wait => wait.TaskNs);
}
