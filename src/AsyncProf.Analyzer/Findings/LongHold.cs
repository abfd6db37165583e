using AsyncProf.Profiles;
using AsyncProf.Profiles.Durations;
using AsyncProf.Profiles.Text;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Findings;

/// <summary>A call that runs for long without letting its thread go.</summary>
/// <param name="holds">What held threads, as samples saw it.</param>
internal sealed class LongHold(SampledHolds holds) : IFindingRule
{
    private const long LongNs = 100_000_000;

    /// <summary>What called methods may have run before their first await explains a hold if it is at least this much of it.</summary>
    private const double Explains = 0.5;

    public IEnumerable<Finding> Find(AsyncProfile profile, RootTimes roots)
    {
        string? busy = BusyProcessors.Evidence(profile);
        Dictionary<string, MethodRow> methods = profile.Methods.Where(row => row.Kind == FrameKind.Method).ToDictionary(row => row.Method, StringComparer.Ordinal);
        ILookup<string, CallEdge> edges = profile.Edges.ToLookup(edge => edge.Caller, StringComparer.Ordinal);
        foreach (MethodRow row in methods.Values.Where(row => !row.IsFramework && row.LongestRunNs >= LongNs && MethodName.IsCertain(row.Method)).OrderBy(row => row.Method, StringComparer.Ordinal))
        {
            MethodRow? callee = edges[row.Method].Select(edge => methods.GetValueOrDefault(edge.Callee)).OfType<MethodRow>()
                .Where(callee => callee.PrefixUnknown > 0 || callee.PrefixAtMostNs >= row.LongestRunNs * Explains).MaxBy(callee => callee.PrefixAtMostNs);
            yield return roots.Task(Describe(row, callee, busy, holds.Of(row.Method, row.TaskSelf.RunningNs)), row.TaskSelf.RunningNs);
        }
    }

    private static Finding Describe(MethodRow row, MethodRow? callee, string? busy, string heldBy)
    {
        string stretch = FormattableString.Invariant($"up to {DurationText.Of(row.LongestRunNs)} at a stretch, {DurationText.Of(row.TaskSelf.RunningNs)} in {row.Calls} calls");
        if (busy is not null)
        {
            return new Finding(
                "long-hold",
                Severity.Info,
                row.Method,
                $"Its thread was held for {stretch}, but {busy}: much of that may have been waiting for a processor.",
                "Record again on a machine with processors to spare before you look for the cause in the code.");
        }

        if (heldBy.Length > 0)
        {
            return new Finding(
                "long-hold",
                Severity.Warning,
                row.Method,
                $"It held its thread for {stretch}, by samples {heldBy}.",
                "A pool thread that is held for so long is missing elsewhere: await instead of blocking, compute less at a stretch, or use a thread of its own.");
        }

        if (callee is not null)
        {
            return new Finding(
                "long-hold",
                Severity.Info,
                row.Method,
                $"Its thread was held for {stretch}, by itself or by what it called before that first awaited, {NameText.Display(callee.Method)} perhaps: no event tells which.",
                "Look in both for Thread.Sleep, a lock or a long computation.");
        }

        return new Finding(
            "long-hold",
            Severity.Warning,
            row.Method,
            $"It held its thread for {stretch}: Thread.Sleep, a lock or computation.",
            "A pool thread that is held for so long is missing elsewhere: await instead of sleeping, or use a thread of its own.");
    }
}
