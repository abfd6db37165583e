using System.Globalization;
using System.Text;

namespace AsyncProf.Profiles;

/// <summary>A profile as plain text: the flat table, one tree, and the recording's doubts. No line is wider than asked where names allow it.</summary>
public static class TextReport
{
    /// <summary>The width that fits terminals, mails and issues, in columns.</summary>
    public const int DefaultWidth = 100;

    private const int ShortestName = 16;

    /// <summary>How many levels of a tree are drawn: what is deeper is wider than any screen.</summary>
    private const int DeepestLevel = 200;

    /// <summary>What the columns of each table take before the name.</summary>
    private const int MethodColumns = 64, RootColumns = 64, TreeColumns = 52;

    private const int UsualRows = 30;

    /// <summary>The first 30 methods: calls, duration, and their own task time by state. Waits are the awaiting method's own.</summary>
    /// <param name="profile">The profile.</param>
    public static string Methods(AsyncProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return Methods(profile.Methods);
    }

    /// <summary>The same of rows in an order of one's own.</summary>
    /// <param name="methods">The methods.</param>
    /// <param name="top">How many rows at the most.</param>
    /// <param name="width">How many columns there are.</param>
    /// <param name="column">What the third column is; null for the 99th percentile.</param>
    public static string Methods(IEnumerable<MethodRow> methods, int top = UsualRows, int width = DefaultWidth, (string Title, Func<MethodRow, string> Text)? column = null)
    {
        var text = new StringBuilder();
        (string title, Func<MethodRow, string> value) = column ?? ("p99", row => row.OutermostCalls == 0 ? "-" : Durations.Text(row.P99Ns));
        Line(text, $"{"calls",7} {"wall/call",9} {title,8} {"running",8} {"waiting",8} {"ready",8} {"blocked",8}  method");
        IReadOnlyList<MethodRow> rows = [.. methods.Where(row => row.Kind != FrameKind.Leaf && (row.Calls > 0 || row.TaskSelf.TotalNs > 0))];
        foreach (MethodRow row in rows.Take(top))
        {
            string perCall = row.OutermostCalls == 0 ? "-" : Durations.Text(row.WallNs / row.OutermostCalls);
            Line(text, $"{row.Calls,7} {perCall,9} {value(row),8} {States(row.TaskSelf)}  {Clip(row.Method, Math.Max(ShortestName, width - MethodColumns - Faults(row).Length))}{Faults(row)}");
        }

        if (rows.Count > top)
            Line(text, $"{"",7} … {rows.Count - top} more");
        return text.ToString();
    }

    /// <summary>The roots by name: how many, and how long. The frameworks' own (a server's loops) are only counted.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="top">How many rows at the most.</param>
    /// <param name="width">How many columns there are.</param>
    /// <param name="withFrameworks">Whether the frameworks' own are shown too.</param>
    public static string Roots(AsyncProfile profile, int top = 20, int width = DefaultWidth, bool withFrameworks = false)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var text = new StringBuilder();
        Line(text, $"{"count",7} {"errors",7} {"elapsed",8} {"p50",8} {"p99",8} {"max",8}  {"kind",-9} root");
        IReadOnlyList<RootRow> rows = [.. profile.Roots.Where(root => withFrameworks || !root.IsFramework).OrderBy(root => root.Count == 0)];
        foreach (RootRow root in rows.Take(top))
        {
            string kind = root.Kind.ToLowerInvariant();
            string ended = root.Count == 0
                ? $"{"-",8} {"-",8} {"-",8}"
                : $"{Durations.Text(root.P50Ns),8} {Durations.Text(root.P99Ns),8} {Durations.Text(root.MaxNs),8}";
            Line(text, $"{root.Count,7} {root.Errors,7} {Durations.Text(root.ElapsedNs),8} {ended}  {kind,-9} {Clip(root.Name, Math.Max(ShortestName, width - RootColumns))}");
        }

        if (rows.Count > top)
            Line(text, $"{"",7} … {rows.Count - top} more");
        if (rows.Count < profile.Roots.Count)
            Line(text, $"{"",7} and {profile.Roots.Count - rows.Count} of the frameworks' own");
        return text.ToString();
    }

    /// <summary>One logical call tree: what each frame took on the elapsed axis with all below it, and its own time by state.</summary>
    /// <param name="root">The tree.</param>
    /// <param name="minimumShare">Subtrees with less than this share of the root, on either axis, are left out and counted.</param>
    /// <param name="width">How many columns there are.</param>
    public static string Tree(CallNode root, double minimumShare = 0.005, int width = DefaultWidth)
    {
        ArgumentNullException.ThrowIfNull(root);
        var text = new StringBuilder();
        Line(text, $"{"elapsed",8} {"running",8} {"waiting",8} {"ready",8} {"blocked",8} {"calls",5}  frame");
        long floor = (long)(Math.Max(root.ElapsedTotal.TotalNs, root.TaskTotal.TotalNs) * minimumShare);
        var work = new Stack<(CallNode? Node, string Lead, string Branch, int Elided)>();
        work.Push((root, "", "", 0));
        while (work.TryPop(out var next))
        {
            if (next.Node is not { } node)
            {
                Line(text, $"{"",50}  {next.Lead}└ … {next.Elided} smaller");
                continue;
            }

            Line(text, $"{Durations.Text(node.ElapsedTotal.TotalNs),8} {States(node.ElapsedSelf)} {node.Calls,5}  {next.Lead}{next.Branch}{ClipWith(node.Name, Concurrent(node), width - TreeColumns - next.Lead.Length - next.Branch.Length)}");
            string lead = next.Lead + (next.Branch.Length == 0 ? "" : next.Branch[0] == '├' ? "│ " : "  ");
            if (next.Lead.Length >= DeepestLevel * 2 && node.Children.Count > 0)
            {
                Line(text, $"{"",50}  {next.Lead}  └ … deeper");
                continue;
            }

            List<CallNode> shown = [.. node.Children.Where(child => Math.Max(child.ElapsedTotal.TotalNs, child.TaskTotal.TotalNs) >= floor)];
            int elided = node.Children.Count - shown.Count;
            if (elided > 0)
                work.Push((null, lead, "", elided));
            for (int i = shown.Count - 1; i >= 0; i--)
                work.Push((shown[i], lead, i == shown.Count - 1 && elided == 0 ? "└ " : "├ ", 0));
        }

        return text.ToString();
    }

    /// <summary>What the recording covers and how far its numbers can be trusted.</summary>
    /// <param name="recording">The recording.</param>
    public static string Quality(RecordingInfo recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        RecordingInfo r = recording;
        var text = new StringBuilder();
        Line(text, $"recorded {Durations.Text(r.DurationNs)}; in the whole process {r.Events} events, {r.LostEvents} lost; {r.Operations} operations begun");
        Line(text, $"awaits {r.Awaits}: {r.UnknownAwaitShare:P1} on what no event names (sockets, channels); {r.InferredEdges} edges inferred");
        Line(text, $"{r.MaybeReady} waits may include time ready (no event tells when a timer fired or a socket was ready)");
        if (r.PoolDelay is { Probes: > 0 } pool)
            Line(text, $"the thread pool took {Durations.Text(pool.P50Ns)} (p50) to run a work item, p99 {Durations.Text(pool.P99Ns)}, at most {Durations.Text(pool.MaxNs)}");
        Line(text, $"synchronous waits: {r.Blocks}, {r.InferredEndShare:P1} with an inferred end; {r.PrefixBlocks} outside any operation, {Durations.Text(r.PrefixBlockedNs)}{(r is { PrefixBlocks: 0, PrefixBlockedNs: > 0 } ? " begun before" : "")}");
        Line(text, $"before their first await calls ran at most {Durations.Text(r.PrefixAtMostNs)}, counted to their callers; of {r.PrefixUnknown} nothing is known");
        Line(text, $"calls never awaited: {r.NotAwaited}; awaiter unknown: {r.AwaiterUnknown}; without a name: {r.Unnamed}; {r.WrongYields} yields of somebody unseen");
        Line(text, $"cut: {r.BegunBefore} begun before the recording, {r.Unfinished} roots unfinished when charged; {r.UnattributedShare:P1} of task time unnamed");
        if (r.BrokenOff > 0)
            Line(text, $"the recording broke off: its last moments are missing{(r.BrokenOff > 1 ? $" ({r.BrokenOff} of those merged)" : "")}");
        Line(text, $"names: {r.AmbiguousNames} ambiguous, {r.InferredNames} calls told by their caller");
        Line(text, $"{r.Gaps} gaps, {r.Unmatched} events that fit nothing, {r.GivenUp} operations given up because there were too many");
        Line(text, $"{r.IllegalTransitions} illegal transitions, {r.Unbalanced} trees left out because they did not add up");
        return text.ToString();
    }

    /// <summary>The name as far as the line has room, and what ran beside the rest, unless there is no room for both: the other axis has it too.</summary>
    private static string ClipWith(string name, string remark, int room) =>
        room - remark.Length < ShortestName ? Clip(name, Math.Max(ShortestName, room)) : Clip(name, room - remark.Length) + remark;

    private static string States(TimeByState times) =>
        $"{Durations.Text(times.RunningNs),8} {Durations.Text(times.WaitingNs),8} {Durations.Text(times.ReadyNs),8} {Durations.Text(times.BlockedNs),8}";

    private static string Faults(MethodRow row)
    {
        (long Count, string What)[] faults =
        [
            (row.Errors, "failed"), (row.Canceled, "cancelled"), (row.NotAwaited, "not awaited"), (row.AwaiterUnknown, "awaiter unknown"),
        ];
        string text = string.Join(", ", faults.Where(fault => fault.Count > 0).Select(fault => Invariant($"{fault.Count} {fault.What}")));
        return text.Length == 0 ? "" : $"  ({text})";
    }

    /// <summary>Work that did not lengthen the root: it ran beside what did.</summary>
    private static string Concurrent(CallNode node) =>
        node.Kind == FrameKind.Method && node.TaskTotal.TotalNs > node.ElapsedTotal.TotalNs + (node.ElapsedTotal.TotalNs / 50) + 100_000
            ? $"  [{Durations.Text(node.TaskTotal.TotalNs)} of tasks]"
            : "";

    /// <summary>The end of a name tells more than its namespace. Of that whole parts are left out, unless they are long.</summary>
    internal static string Clip(string name, int width)
    {
        string text = Printable(name);
        if (text.Length <= width)
            return text;
        string mark = text.StartsWith(FrameFolding.LeafMark, StringComparison.Ordinal) ? FrameFolding.LeafMark : "";
        ReadOnlySpan<char> end = text.AsSpan(text.Length - width + mark.Length + 1);
        int part = end.IndexOf('.') + 1;
        return string.Concat(mark, "…", part <= end.Length / 3 ? end[part..] : end);
    }

    /// <summary>Names come from anywhere: what could command a terminal or turn the reading direction is left out.</summary>
    internal static string Printable(string name) =>
        name.Any(IsHarmful) ? string.Concat(name.Where(letter => !IsHarmful(letter))) : name;

    private static bool IsHarmful(char letter) =>
        char.IsControl(letter) || CharUnicodeInfo.GetUnicodeCategory(letter) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    internal static void Line(StringBuilder text, FormattableString line) => text.Append(Invariant(line).TrimEnd()).Append('\n');

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
