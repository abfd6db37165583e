using AsyncProf.Events;
using AsyncProf.Profiles;

namespace AsyncProf.Findings;

/// <summary>Work that nobody awaits, and what became of it.</summary>
internal sealed class FireAndForget : IFindingRule
{
    public IEnumerable<Finding> Find(AsyncProfile profile)
    {
        foreach (RootRow root in profile.Roots.Where(root => root.Kind == RootKind.Detached && !root.IsFramework && root.Count > 0))
        {
            yield return new Finding(
                "fire-and-forget",
                root.Errors > 0 ? Severity.Error : Severity.Info,
                root.Name,
                FormattableString.Invariant($"{root.Count} calls outlived whoever started them, {DurationText.Of(root.P50Ns)} each (p50); {root.Errors} of them failed, and nobody saw it."),
                "Await it, or give it to a hosted service that awaits it and logs its failures.");
        }

        foreach (MethodRow row in profile.Methods.Where(row => row is { IsFramework: false, NotAwaited: > 0, Errors: > 0 } && row.NotAwaited == row.Calls))
        {
            yield return new Finding(
                "fire-and-forget",
                Severity.Error,
                row.Method,
                FormattableString.Invariant($"None of its {row.Calls} calls was awaited, and {row.Errors} failed."),
                "Await it, or observe its failure.");
        }
    }
}
