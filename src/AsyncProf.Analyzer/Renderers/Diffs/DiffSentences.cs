using System.Globalization;
using AsyncProf.Diffing;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Renderers.Diffs;

/// <summary>What a comparison says in words.</summary>
internal static class DiffSentences
{
    /// <summary>Parts of a change below these shares of it are not mentioned.</summary>
    private const double Mentioned = 0.1, Caused = 0.2;

    /// <summary>The share of a change of elapsed time up to which task time did not change with it.</summary>
    private const double SameWork = 0.25;

    private const double OtherErrors = 0.01;

    /// <summary>What the comparison ends in.</summary>
    public static string Verdict(ProfileDiff diff) => diff.Verdict switch
    {
        Diffing.Verdict.Regression => $"REGRESSION: {Takes(diff.Regressions.Count(), diff.Tested, More(diff.Options.Measure))}{Improved(diff)}.",
        Diffing.Verdict.NoRegression => $"No regression: of {Roots(diff.Tested)} none takes {DiffNumbers.Percent(diff.Options.Threshold)} and {DiffNumbers.Amount(diff.Options.FloorNs, diff.Options.Measure)} {More(diff.Options.Measure)}{Improved(diff)}.",
        Diffing.Verdict.CannotFire when diff.Base.Doubt.Length + diff.Head.Doubt.Length > 0 => $"This gate could not fire: {(diff.Base.Doubt.Length > 0 ? diff.Base : diff.Head).Doubt}.",
        Diffing.Verdict.CannotFire => string.Create(CultureInfo.InvariantCulture, $"This gate could not fire with {diff.Base.Runs.Count} and {diff.Head.Runs.Count} runs: of {Roots(diff.Tested)} tested together the smallest p would be {DiffNumbers.P(diff.SmallestP)}. It needs {diff.RunsNeeded} runs a side; asyncprof record --runs and asyncprof compare make them."),
        _ when diff.Base.Overlap.Length + diff.Head.Overlap.Length > 0 => $"Not comparable: {(diff.Base.Overlap.Length > 0 ? diff.Base : diff.Head).Overlap}.",
        _ when diff.Tested > 0 => "Not comparable: the recordings are not alike, and --strict asks for it.",
        _ => "Not comparable: no whole root of yours (request, scope or operation) has the same name on both sides.",
    };

    /// <summary>How the roots of one name changed.</summary>
    public static string Of(RootChange root)
    {
        if (root.Presence != Presence.Both)
            return $"{(root.Presence == Presence.Added ? "only in the head" : "only in the base")}: {DiffNumbers.Amount(root.Presence == Presence.Added ? root.Head.Total : root.Base.Total, root.Measure)} {Per(root)}";
        var parts = new List<string> { $"{DiffNumbers.Change(root.Head.Total - root.Base.Total, root.Measure)} {Per(root)}{States(root.Head - root.Base, root, method: null)}" };
        if (root.Measure == DiffMeasure.Elapsed && IsLessAtOnce(root.Base.Total, root.Head.Total, root.Task))
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"the same work, {(root.Head.Total > root.Base.Total ? "less" : "more")} of it at once ({root.Task.Base / root.Base.Total:0.0} → {root.Task.Head / root.Head.Total:0.0} operations at a time)"));
        if (Math.Abs(root.ErrorShare.Head - root.ErrorShare.Base) >= OtherErrors)
            parts.Add($"errors {DiffNumbers.Percent(root.ErrorShare.Base)} → {DiffNumbers.Percent(root.ErrorShare.Head)}");
        return string.Join("; ", parts);
    }

    /// <summary>How a method changed, and why as far as it can be told.</summary>
    public static string Of(MethodChange method, RootChange root)
    {
        double change = method.Head.Total - method.Base.Total;
        var parts = new List<string> { $"{DiffNumbers.Change(change, root.Measure)} {Per(root)}{States(method.Head - method.Base, root, method)}" };
        if (method.Presence == Presence.Both && Math.Abs(method.Split.CalledMore) >= Caused * Math.Abs(change))
            parts.Add($"called {DiffNumbers.Count(method.Calls.Base)} → {DiffNumbers.Count(method.Calls.Head)} times{By(method)} ({DiffNumbers.Change(method.Split.CalledMore, root.Measure)})");
        else if (method.Presence != Presence.Both && method.Callers.Count > 0)
            parts.Add($"called {DiffNumbers.Count(method.Presence == Presence.Added ? method.Calls.Head : method.Calls.Base)} times{By(method)}");
        if (method.Presence == Presence.Both && method.Calls is { Base: > 0, Head: > 0 } && Math.Abs(method.Split.EachSlower) >= Caused * Math.Abs(change))
            parts.Add($"each call {DiffNumbers.Change((method.Head.Total / method.Calls.Head) - (method.Base.Total / method.Calls.Base), root.Measure)}");
        if (root.Measure == DiffMeasure.Elapsed && IsLessAtOnce(method.Base.Total, method.Head.Total, method.Task))
            parts.Add($"its own work took no longer: {(change > 0 ? "less" : "more")} of it went on at once with other work");
        if (Math.Abs(method.Errors.Head - method.Errors.Base) >= OtherErrors)
            parts.Add($"errors {DiffNumbers.Count(method.Errors.Base)} → {DiffNumbers.Count(method.Errors.Head)}");
        return string.Join("; ", parts);
    }

    /// <summary>A method that only one side has.</summary>
    public static string OfUnmatched(MethodChange method, RootChange root)
    {
        bool isNew = method.Presence == Presence.Added;
        return $"{(isNew ? "NEW" : "REMOVED")}: {NameText.Display(method.Key.Name)}, {DiffNumbers.Amount(isNew ? method.Head.Total : method.Base.Total, root.Measure)} {Per(root)} of its own in {NameText.Display(root.Key.Name)}"
            + (method.Callers.Count == 0 ? "" : $", called {DiffNumbers.Count(isNew ? method.Calls.Head : method.Calls.Base)} times{By(method)}");
    }

    /// <summary>What went and came under another name.</summary>
    public static string Of(ProbableRename rename) =>
        $"probably renamed, not added up: {NameText.Display(rename.Base)} → {NameText.Display(rename.Head)} ({DiffNumbers.Percent(rename.Agreement)} of {(rename.Kind == "root" ? "the methods below" : "callers, callees and waits")} agree)";

    /// <summary>What roots of a kind are counted by.</summary>
    public static string Per(RootChange root) => root.Key.Kind == "request" ? "per request" : root.Key.Kind == "scope" ? "per scope" : "per call";

    /// <summary>Whether the parts add up.</summary>
    public static string Sum(RootChange root) =>
        $"methods sum to {DiffNumbers.Change(root.SumOfMethods, root.Measure)}, {(IsSame(root.SumOfMethods, root.Head.Total - root.Base.Total) ? "as" : "but")} the root changed by {DiffNumbers.Change(root.Head.Total - root.Base.Total, root.Measure)}";

    private static string More(DiffMeasure measure) => measure switch
    {
        DiffMeasure.Allocated => "more memory",
        DiffMeasure.Cpu => "more processor time",
        _ => "longer",
    };

    private static bool IsSame(double a, double b) => Math.Abs(a - b) <= 1 + (1e-6 * Math.Abs(b));

    private static string Roots(int count) => count == 1 ? "1 root" : string.Create(CultureInfo.InvariantCulture, $"{count} roots");

    private static string Takes(int count, int of, string how) => string.Create(CultureInfo.InvariantCulture, $"{count} of {Roots(of)} {(count == 1 ? "takes" : "take")} {how}");

    private static string Improved(ProfileDiff diff) => diff.Improvements.Count() is var count and > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {count} {(count == 1 ? "takes" : "take")} less{(diff.Options.Measure switch { DiffMeasure.Allocated => " memory", DiffMeasure.Cpu => " processor time", _ => " time" })}") : "";

    private static bool IsLessAtOnce(double before, double after, (double Base, double Head) task) =>
        before > 0 && after > 0 && task is { Base: > 0, Head: > 0 } && Math.Abs(after - before) > Mentioned * before && Math.Abs(task.Head - task.Base) < SameWork * Math.Abs(after - before);

    private static string States(MeanByState change, RootChange root, MethodChange? method)
    {
        if (root.Measure != DiffMeasure.Elapsed)
            return method is { Waits: [{ Base.Total: var before, Head.Total: var after }, ..] } && before != after ? ": most of it " + NameText.Display(method.Waits[0].Name) : "";
        double whole = Math.Max(Math.Abs(change.Total), Math.Max(Math.Abs(change.Waiting), Math.Abs(change.Running)));
        (string Name, double Ns)[] states = [("running", change.Running), ("waiting", change.Waiting), ("ready", change.Ready), ("blocked", change.Blocked)];
        IEnumerable<string> told = states
            .Where(state => state.Ns != 0 && Math.Abs(state.Ns) >= Mentioned * whole)
            .OrderByDescending(state => Math.Abs(state.Ns))
            .Select(state => $"{state.Name} {DiffNumbers.Change(state.Ns, DiffMeasure.Elapsed)}{(state.Name == "waiting" && method is not null ? On(method) : "")}");
        return string.Join(", ", told) is { Length: > 0 } text ? ": " + text : ": no state changed";
    }

    /// <summary>What the method waits for more, or less, than before.</summary>
    private static string On(MethodChange method)
    {
        if (method.Waits.Count == 0)
            return "";
        WaitChange wait = method.Waits[0];
        string line = Place(method.File, wait.Line), name = NameText.Display(wait.Name);
        return Math.Abs(wait.HeadCount - wait.BaseCount) > 0.05 * Math.Max(wait.BaseCount, wait.HeadCount)
            ? $" ({DiffNumbers.Count(wait.BaseCount)} → {DiffNumbers.Count(wait.HeadCount)} × {name}{line})"
            : $" ({name}{line})";
    }

    private static string By(MethodChange method) =>
        method.Callers.Count == 0 ? "" : $" by {NameText.Display(method.Callers[0].Caller)}{Place("", method.Callers[0].Line)}";

    private static string Place(string file, int line) => line == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {(file.Length > 0 ? Path.GetFileName(file.Replace('\\', '/')) + ":" : "line ")}{line}");
}
