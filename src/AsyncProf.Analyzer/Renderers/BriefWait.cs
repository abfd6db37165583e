using AsyncProf.Events;
using AsyncProf.Profiles;

namespace AsyncProf.Renderers;

/// <summary>What was waited for, by whatever methods.</summary>
/// <param name="Kind">What kind of wait.</param>
/// <param name="On">What it was, as <see cref="WaitRow.On"/> has it.</param>
/// <param name="Count">How many waits.</param>
/// <param name="ElapsedNs">What they took of the roots' time, in nanoseconds.</param>
/// <param name="TaskNs">What they took of the methods' own time, in nanoseconds.</param>
/// <param name="MostBy">The method that waited longest.</param>
internal sealed record BriefWait(WaitKind Kind, string On, long Count, long ElapsedNs, long TaskNs, string MostBy)
{
    /// <summary>The waits of methods, the one with the most task time first.</summary>
    public static IReadOnlyList<BriefWait> Of(IEnumerable<MethodRow> methods) =>
    [
        .. methods.SelectMany(row => row.Waits, (row, wait) => (row.Method, Wait: wait)).GroupBy(pair => (pair.Wait.Kind, pair.Wait.On))
            .Select(group => new BriefWait(
                group.Key.Kind, group.Key.On, group.Sum(pair => pair.Wait.Count), group.Sum(pair => pair.Wait.ElapsedNs), group.Sum(pair => pair.Wait.TaskNs), group.MaxBy(pair => pair.Wait.TaskNs).Method))
            .OrderByDescending(wait => wait.TaskNs).ThenBy(wait => wait.On, StringComparer.Ordinal).ThenBy(wait => wait.Kind),
    ];
}
