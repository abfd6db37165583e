using System.Globalization;
using System.Text;
using AsyncProf.Events;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Durations;
using AsyncProf.Profiles.Text;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Profiles;

/// <summary>A profile as plain text: the flat table, one tree, and how far the recording can be trusted. No line is wider than asked where names allow it.</summary>
public static class TextReport
{
    /// <summary>The width that fits terminals, mails and issues, in columns.</summary>
    public const int DefaultWidth = 100;

    /// <summary>Below this width tables have fewer columns, so that names have room.</summary>
    internal const int NarrowWidth = 100;

    private const int ShortestName = 16;

    private const double SmallestShare = 0.005;

    /// <summary>The share of task time of ambiguous names from which on a report says what tells them apart.</summary>
    private const double WorthTelling = 0.01;

    private const double NearlyAll = 0.9;

    /// <summary>What the columns of each table take before the name.</summary>
    private const int MethodColumns = 64, NarrowMethodColumns = 46, RootColumns = 64, NarrowRootColumns = 46;

    private const int UsualRows = 30;

    /// <summary>An estimate of less is noise.</summary>
    private const long ShownPrefixNs = 1_000_000;

    /// <summary>Stands where a method has no number of calls because only samples saw it.</summary>
    internal const string Sampled = "~";

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
    /// <param name="withBegunBefore">Whether what began before the recording is a row like others, and not only a line below them.</param>
    public static string Methods(IEnumerable<MethodRow> methods, int top = UsualRows, int width = DefaultWidth, (string Title, Func<MethodRow, string> Text)? column = null, bool withBegunBefore = false)
    {
        var text = new StringBuilder();
        (string title, Func<MethodRow, string> value) = column ?? ("p99", row => row.OutermostCalls == 0 ? "-" : DurationText.Of(row.P99Ns));
        bool narrow = width < NarrowWidth;
        string head = narrow ? $"{"own",8} {"mostly",-8}" : $"{"running",8} {"waiting",8} {"ready",8} {"blocked",8}";
        PlainText.Line(text, $"{"calls",7} {"wall/call",9} {title,8} {head}  method");
        ILookup<bool, MethodRow> kinds = methods.Where(row => row.Kind != FrameKind.Leaf && (row.Calls > 0 || row.TaskSelf.TotalNs > 0)).ToLookup(row => !withBegunBefore && IsBegunBefore(row.Kind, row.Method));
        IReadOnlyList<MethodRow> rows = [.. kinds[false]];
        foreach (MethodRow row in rows.Take(top))
        {
            string perCall = row.OutermostCalls == 0 ? "-" : DurationText.Of(row.WallNs / row.OutermostCalls);
            int room = width - (narrow ? NarrowMethodColumns : MethodColumns) - Faults(row).Length;
            PlainText.Line(text, $"{(Frame.IsSample(row.Kind) ? Sampled : row.Calls),7} {perCall,9} {value(row),8} {(narrow ? Own(row.TaskSelf) : States(row.TaskSelf))}  ", Name(row.Kind, NameText.Counted(row.Method, row.Candidates.Count), room) + Faults(row), width);
        }

        if (rows.Count > top)
            PlainText.Line(text, $"{"",7} … {rows.Count - top} more");
        return text + BegunBefore(kinds[true].Sum(row => row.TaskSelf.TotalNs));
    }

    /// <summary>The roots by name: how many, and how long. The frameworks' own (a server's loops) and what began before the recording are only counted.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="top">How many rows at the most.</param>
    /// <param name="width">How many columns there are.</param>
    /// <param name="withFrameworks">Whether these are shown too.</param>
    public static string Roots(AsyncProfile profile, int top = 20, int width = DefaultWidth, bool withFrameworks = false)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var text = new StringBuilder();
        bool narrow = width < NarrowWidth;
        string head = narrow ? $"{"elapsed",8} {"p50",8} {"p99",8}" : $"{"errors",7} {"elapsed",8} {"p50",8} {"p99",8} {"max",8}";
        PlainText.Line(text, $"{"count",7} {head}  {"kind",-9} root");
        IReadOnlyList<RootRow> rows = [.. profile.Roots.Where(root => withFrameworks || !(root.IsFramework || IsBegunBefore(root))).OrderBy(root => root.Count == 0)];
        foreach (RootRow root in rows.Take(top))
        {
            string remark = RootRemarks.Of(root);
            string kind = root.Kind.ToString().ToLowerInvariant(), failed = (narrow && root.Errors > 0 ? Invariant($"  ({root.Errors} failed)") : "") + (remark.Length > 0 ? $"  ({remark})" : "");
            string errors = narrow ? "" : Invariant($" {root.Errors,7}"), max = narrow ? "" : Invariant($" {Ended(root, root.MaxNs),8}");
            string name = Name(root.Kind is RootKind.Request or RootKind.Scope ? FrameKind.Entry : FrameKind.Method, root.Name, width - (narrow ? NarrowRootColumns : RootColumns) - failed.Length);
            PlainText.Line(text, $"{root.Count,7}{errors} {DurationText.Of(root.ElapsedNs),8} {Ended(root, root.P50Ns),8} {Ended(root, root.P99Ns),8}{max}  {kind,-9} ", name + failed, width);
        }

        if (rows.Count > top)
            PlainText.Line(text, $"{"",7} … {rows.Count - top} more");
        if (!withFrameworks && profile.Roots.Count(root => root.IsFramework) is var own and > 0)
            PlainText.Line(text, $"{"",7} and {own} of the frameworks' own");
        return text + BegunBefore(profile, withFrameworks);
    }

    /// <summary>Who began what nobody is known to have awaited, the most task time first: how many, how many outlived who began them and still run, and what they took.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="top">How many rows at the most.</param>
    /// <param name="width">How many columns there are.</param>
    public static string Spawns(AsyncProfile profile, int top = UsualRows, int width = DefaultWidth)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return SpawnsText.Write(profile.Spawns, top, width);
    }

    /// <summary>What samples saw of methods on threads that executed no operation, the most time first: estimates.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="top">How many rows at the most.</param>
    /// <param name="width">How many columns there are.</param>
    /// <param name="withFrameworks">Whether the frameworks' own are shown too.</param>
    public static string Outside(AsyncProfile profile, int top = UsualRows, int width = DefaultWidth, bool withFrameworks = false)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return OutsideText.Write(profile, top, width, withFrameworks);
    }

    /// <summary>
    /// The trees of all roots. The frameworks' own are only counted; of what began before the recording, and so has no name, only what it called is shown.
    /// </summary>
    /// <param name="profile">The profile.</param>
    /// <param name="top">How many trees at the most.</param>
    /// <param name="width">How many columns there are.</param>
    /// <param name="withFrameworks">Whether these are shown too.</param>
    public static string Trees(AsyncProfile profile, int top, int width = DefaultWidth, bool withFrameworks = false)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return DrawTrees(profile, top, width, withFrameworks).Text;
    }

    /// <summary>The same, and which of its lines are waits.</summary>
    internal static (string Text, IReadOnlyList<bool> IsWait) DrawTrees(AsyncProfile profile, int top, int width, bool withFrameworks, TreeColumns? columns = null)
    {
        IEnumerable<CallNode> named = withFrameworks ? profile.Tree.Children : TreeText.NamedRoots(profile.Tree);
        CallNode[] roots = [.. columns is null ? named : named.Where(root => columns.Weight(root) > 0).OrderByDescending(columns.Weight)];
        var text = new StringBuilder();
        var isWait = new List<bool>();
        foreach (CallNode root in roots.Take(top))
        {
            if (text.Length > 0)
            {
                text.Append('\n');
                isWait.Add(false);
            }

            (string tree, IReadOnlyList<bool> waits) = TreeText.Write(root, SmallestShare, width, columns);
            text.Append(tree);
            isWait.AddRange(waits);
        }

        if (roots.Length > top)
            PlainText.Line(text, $"\n… {roots.Length - top} more trees");
        if (columns is not null)
            return (text.ToString(), isWait);
        if (!withFrameworks && profile.Roots.Count(root => root.IsFramework) is var own and > 0)
            PlainText.Line(text, $"\nand {own} roots of the frameworks' own: --show-all shows them");
        return (text + BegunBefore(profile, withFrameworks), isWait);
    }

    /// <summary>A line on the roots that began before the recording; empty if there are none, or if they are shown.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="isShown">Whether they are shown where they belong.</param>
    public static string BegunBefore(AsyncProfile profile, bool isShown = false)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return isShown ? "" : BegunBefore(profile.Roots.Where(IsBegunBefore).Sum(root => root.ElapsedNs));
    }

    /// <summary>
    /// One logical call tree: what each frame took on the elapsed axis with all below it, and its own time by state. In deep trees frames that only hand on what
    /// one other does share a line.
    /// </summary>
    /// <param name="root">The tree.</param>
    /// <param name="minimumShare">Subtrees with less than this share of the root, on either axis, are left out and counted.</param>
    /// <param name="width">How many columns there are.</param>
    public static string Tree(CallNode root, double minimumShare = SmallestShare, int width = DefaultWidth)
    {
        ArgumentNullException.ThrowIfNull(root);
        return TreeText.Write(root, minimumShare, width).Text;
    }

    /// <summary>What the recording covers and how far its numbers can be trusted.</summary>
    /// <param name="recording">The recording.</param>
    public static string Quality(RecordingInfo recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        RecordingInfo r = recording;
        var text = new StringBuilder();
        PlainText.Line(text, $"recorded {DurationText.Of(r.DurationNs)}; in the whole process {r.Events} events, {r.LostEvents} lost; {r.Operations} operations begun");
        if (r.Trigger is { Reason: RecordingFields.Mixed })
            PlainText.Line(text, $"merged from deep windows and others: the report of each says what opened it");
        else if (r.Trigger is { } trigger)
            PlainText.Line(text, $"a deep window, opened by {PlainText.Printable(trigger.Reason)}{(trigger.Route.Length > 0 ? $"; {PlainText.Printable(trigger.Route)}" : "")}{(trigger.TraceId.Length > 0 ? $", trace {PlainText.Printable(trigger.TraceId)}" : "")}");
        if (r.Pauses > 0 || r.ObservedShare < 1)
            PlainText.Line(text, $"observed {r.ObservedShare:P1} of the time, in {r.Pauses + 1} windows{(r.Shed > 0 ? $", {r.Shed} of them closed early because events came too fast" : "")}: {DurationText.Of(r.ObservedNs)}, by which counts are divided to be rates; {r.CutByPauses} requests cut");
        PlainText.Line(text, $"{r.Awaits} awaits; {r.UnknownAwaitShare:P1} of elapsed time under waits that nothing names");
        PlainText.Line(text, $"{r.InferredEdges} edges inferred, {r.ToldEdges} told by the process{Rules(r.InferredBy)}");
        PlainText.Line(text, $"{r.MaybeReady} waits may include time ready (no event tells when a timer fired or a socket was ready)");
        if (r.PoolDelay is { Probes: > 0 } pool)
            PlainText.Line(text, $"the thread pool took {DurationText.Of(pool.P50Ns)} (p50) to run a work item, p99 {DurationText.Of(pool.P99Ns)}, at most {DurationText.Of(pool.MaxNs)}");
        PlainText.Line(text, $"synchronous waits: {r.Blocks}, {r.InferredEndShare:P1} with an inferred end; {r.PrefixBlocks} outside any operation, {DurationText.Of(r.PrefixBlockedNs)}{(r is { PrefixBlocks: 0, PrefixBlockedNs: > 0 } ? " begun before" : "")}");
        if (r.HandleWaits is { } waits)
            PlainText.Line(text, $"waits on locks and other handles: {waits.InOperations} in operations, whose time is blocked; {waits.Outside} elsewhere; {waits.Unmatched} of which the begin or end was not told");
        PlainText.Line(text, $"before their first await calls ran at most {DurationText.Of(r.PrefixAtMostNs)}, counted to their callers; of {r.PrefixUnknown} nothing is known");
        if (r.Samples > 0)
            PlainText.Line(text, $"{r.Samples} samples, each {DurationText.Of(r.SampleIntervalNs)} of a thread, {r.SamplesOutside} of them outside any operation; {r.UndividedShare:P1} of running time in stacks with too few{(r.SamplesLeftOut > 0 ? $"; {r.SamplesLeftOut} left out" : "")}; before their first await calls held threads for {DurationText.Of(r.PrefixNs)}, by estimate");
        if (r.Allocated is { } allocated)
            PlainText.Line(text, $"{(r.AllocatedInSome ? InSome(allocated.Recordings, r) + ": " : "")}{Allocations(allocated)}");
        if (r.Cpu is { } cpu)
            PlainText.Line(text, $"{(r.CpuInSome ? InSome(cpu.Recordings, r) + ": " : "")}the process used {DurationText.Of(cpu.ProcessNs)} of processors: {DurationText.Of(cpu.OperationsNs)} operations, {DurationText.Of(cpu.OutsideNs)} outside any, {DurationText.Of(cpu.ProfilerNs)} the profiler, {DurationText.Of(cpu.UnseenNs)} threads on which nothing async was seen");
        PlainText.Line(text, $"calls never awaited: {r.NotAwaited}; awaiter unknown: {r.AwaiterUnknown}, {r.AwaiterUnknownShare:P1} of task time");
        PlainText.Line(text, $"calls without a name: {r.Unnamed}; {r.WrongYields} yields of somebody unseen");
        PlainText.Line(text, $"cut: {r.BegunBefore} begun before the recording, {r.Unfinished} roots unfinished when charged; {r.UnattributedShare:P1} of task time unnamed");
        if (r.BrokenOff > 0)
            PlainText.Line(text, $"the recording broke off: its last moments are missing{(r.BrokenOff > 1 ? $" ({r.BrokenOff} of those merged)" : "")}");
        PlainText.Line(text, $"names: {r.AmbiguousNames} ambiguous, {r.InferredNames} calls told by their place{(r.SampledNames > 0 ? $", {r.SampledNames} by a stack" : "")}{(r.NamesBy.Length > 0 ? $"; methods by {PlainText.Printable(r.NamesBy)}" : "")}{(r.EventsBy.Length > 0 ? $"; events by {PlainText.Printable(r.EventsBy)}" : "")}{(r.NamesSkipped > 0 ? $", {r.NamesSkipped} not looked for" : "")}");
        if (r is { Source: "eventpipe", AmbiguousShare: > WorthTelling })
            PlainText.Line(text, $"{r.AmbiguousShare:P1} of task time is that of names which several methods have: record with --source agent to tell them apart");
        PlainText.Line(text, $"{r.Gaps} gaps, {r.Unmatched} events that fit nothing, {r.GivenUp} operations given up because there were too many");
        if (r.Dispatches > 0)
            PlainText.Line(text, $"methods that the runtime suspends: {r.Dispatches} events, {r.UnmatchedDispatches} of them fit nothing{(r.Allocated is { IsEstimate: false } || r.Cpu is not null ? "; what they allocate and use of processors is outside any operation, for nothing is read where they begin and end" : "")}");
        if (r.EntriesGivenUp > 0)
            PlainText.Line(text, $"{r.EntriesGivenUp} requests or scopes kept too much or lasted too long: their calls are roots of their own from then on");
        PlainText.Line(text, $"{r.IllegalTransitions} illegal transitions, {r.Unbalanced} trees left out because they did not add up");
        return text.ToString();
    }

    /// <summary>What is said where only some of the recordings that are added up measured something.</summary>
    internal static string InSome(long measured, RecordingInfo recording) => Invariant($"measured in {measured} of {recording.Recordings} recordings");

    /// <summary>Who allocated what the process did.</summary>
    internal static string Allocations(AllocationInfo allocated) => allocated.IsEstimate
        ? $"by samples, the process allocated about {SizeText.Of(allocated.ProcessBytes)}: {SizeText.Of(allocated.OperationsBytes)} in operations, {SizeText.Of(allocated.OutsideBytes)} outside any"
        : $"the process allocated {SizeText.Of(allocated.ProcessBytes)}: {SizeText.Of(allocated.OperationsBytes)} in operations, {SizeText.Of(allocated.OutsideBytes)} outside any, {Tracing(allocated)}, {SizeText.Of(allocated.ProfilerBytes)} by the profiler, {SizeText.Of(allocated.UnseenBytes)} on threads on which nothing async was seen";

    /// <summary>Where tracing could be tried there is some as soon as anything async is seen.</summary>
    private static string Tracing(AllocationInfo allocated) => allocated is { TracingBytes: 0, OperationsBytes: > 0 }
        ? "which include what tracing allocates, because that could not be told apart"
        : $"{SizeText.Of(allocated.TracingBytes)} by tracing";

    /// <summary>By which rules edges were inferred, a line for those that can be wrong; empty where no rule is told.</summary>
    private static string Rules(InferredEdgeCounts edges)
    {
        ILookup<bool, string> rules = edges.ByRule().Where(rule => rule.Count > 0).ToLookup(rule => rule.CanBeWrong, rule => Invariant($"{rule.Rule} {rule.Count}"));
        return Line("\ninferred by ", rules[false]) + Line("\ninferred by rules that can be wrong: ", rules[true]);

        static string Line(string before, IEnumerable<string> rules) => string.Join(", ", rules) is { Length: > 0 } text ? before + text : "";
    }

    private static string BegunBefore(long ns) => ns == 0 ? "" : $"\n{DurationText.Of(ns)} of calls that began before the recording and have no names: --show-all shows them\n";

    internal static bool IsBegunBefore(RootRow root) => IsBegunBefore(root.Kind is RootKind.Request or RootKind.Scope ? FrameKind.Entry : FrameKind.Method, root.Name);

    internal static bool IsBegunBefore(FrameKind kind, string name) => kind == FrameKind.Method && name == MethodName.Unknown.Name;

    private static string Ended(RootRow root, long ns) => root.Count == 0 ? "-" : DurationText.Of(ns);

    private static string Name(FrameKind kind, string name, int room) => NameText.Fit(new Frame(kind, name, false), Math.Max(ShortestName, room));

    /// <summary>A frame's own time by state.</summary>
    internal static string States(TimeByState times) =>
        $"{DurationText.Of(times.RunningNs),8} {DurationText.Of(times.WaitingNs),8} {DurationText.Of(times.ReadyNs),8} {DurationText.Of(times.BlockedNs),8}";

    /// <summary>The same where there is no room for all states: the sum, and the largest state; a plus if that is not nearly all.</summary>
    internal static string Own(TimeByState times)
    {
        long most = Math.Max(Math.Max(times.RunningNs, times.WaitingNs), Math.Max(times.ReadyNs, times.BlockedNs));
        string state = most == 0 ? "" : most == times.RunningNs ? "running" : most == times.WaitingNs ? "waiting" : most == times.ReadyNs ? "ready" : "blocked";
        return $"{DurationText.Of(times.TotalNs),8} {(most < times.TotalNs * NearlyAll ? state + "+" : state),-8}";
    }

    private static string Faults(MethodRow row)
    {
        (long Count, string What)[] faults =
        [
            (row.Errors, "failed"), (row.Canceled, "cancelled"), (row.NotAwaited, "not awaited"), (row.AwaiterUnknown, "awaiter unknown"),
        ];
        string text = string.Join(", ", faults.Where(fault => fault.Count > 0).Select(fault => Invariant($"{fault.Count} {fault.What}")));
        string prefix = row.PrefixNs >= ShownPrefixNs ? $"  [and {DurationText.Of(row.PrefixNs)} before its first await]" : "";
        return (row.Kind == FrameKind.External ? TreeText.IsExternal : "") + prefix + (text.Length == 0 ? "" : $"  ({text})");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
