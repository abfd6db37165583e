using System.Globalization;
using System.Text;
using AsyncProf.Heap.Kept;
using AsyncProf.Heap.Stacks;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Renderers;

/// <summary>What async methods that have not ended keep, as text.</summary>
internal static class KeptText
{
    private const int MostFrames = 60, MostLocals = 8, MostTypes = 3, MostGroups = 20, MostNames = 3;
    private const string Indent = "       ";

    /// <summary>What is kept as text.</summary>
    /// <param name="kept">What is kept.</param>
    /// <param name="dump">What the process waits for.</param>
    /// <param name="name">What was dumped.</param>
    /// <param name="top">How many stacks are shown, of so many.</param>
    /// <param name="showAll">Whether the frameworks' methods are shown.</param>
    public static string Render(KeptHeap kept, PendingDump dump, string name, Func<int, int> top, bool showAll)
    {
        var text = new StringBuilder();
        long hidden = 0;
        IReadOnlyDictionary<int, int> shown = kept.Stacks.ToDictionary(stack => stack.Id, stack => stack.Id);
        IReadOnlyList<KeptStack> stacks = showAll ? kept.Stacks : KeptHiding.Hide(kept, out shown, out hidden);
        stacks = [.. stacks.Where(static stack => stack.Own + stack.Shared > 0)];
        WriteTotals(text, kept, dump, name);
        foreach (KeptStack stack in stacks.Take(top(stacks.Count)))
            WriteStack(text, stack);
        if (stacks.Count > top(stacks.Count))
            PlainText.Line(text, $"\n… and {Counted(stacks.Count - top(stacks.Count), "other stack")} (--top {stacks.Count} shows all).");
        WriteGroups(text, kept, stacks.ToDictionary(stack => stack.Id), shown);
        if (hidden > 0)
            PlainText.Line(text, $"\n{Bytes(hidden)} kept by the frameworks' own methods alone left out (--show-all).");
        return text.ToString();
    }

    private static void WriteTotals(StringBuilder text, KeptHeap kept, PendingDump dump, string name)
    {
        string stopped = dump.Stopped == TimeSpan.Zero ? "" : string.Create(CultureInfo.InvariantCulture, $" It stood still for {dump.Stopped.TotalMilliseconds:0} ms.");
        string runtime = dump.Runtime.Length == 0 ? "" : $", .NET {dump.Runtime}";
        PlainText.Line(text, $"{PlainText.Printable(name)}{runtime}: {Counted(kept.Machines, "call")} of async methods that {(kept.Machines == 1 ? "has" : "have")} not ended {(kept.Machines == 1 ? "keeps" : "keep")} {Bytes(kept.Own + kept.Shared)} of a heap of {Bytes(kept.Heap)}.{stopped}");
        PlainText.Line(text, $"Nothing else leads to that: {Bytes(kept.Own)} to one call each, {Bytes(kept.Shared)} to several. The calls themselves take {Bytes(kept.MachineBytes)}, and {Bytes(kept.Heap - kept.Reachable)} of the heap can be collected.");
        if (kept.Dropped > 0)
            PlainText.Line(text, $"{Counted(kept.Dropped, "other call")} that nothing holds any more {(kept.Dropped == 1 ? "keeps" : "keep")} nothing.");
        if (kept.IsPartial)
            PlainText.Line(text, $"Not all that share something could be counted: of what is shared, numbers of calls and stacks are the least.");
        if (kept.Unread > 0)
            PlainText.Line(text, $"{kept.Unread:N0} bytes of the heap could not be read: what they lead to may be missing, or told as kept though something else leads to it.");
    }

    private static void WriteStack(StringBuilder text, KeptStack stack)
    {
        string shared = stack.Shared == 0 ? "" : $", and {Bytes(stack.Shared)} with others";
        PlainText.Line(text, $"\n{Bytes(stack.Own)} in {Counted(stack.Objects, "object")}{shared}:");
        string lead = string.Create(CultureInfo.InvariantCulture, $"{stack.Count,4} × ");
        for (int i = 0; i < stack.Frames.Count; i++)
        {
            int left = stack.Frames.Count - MostFrames;
            if (i == MostFrames / 2 && left > 0)
            {
                PlainText.Line(text, $"{Indent}… {left:N0} methods …");
                i += left;
            }

            PendingText.WriteFrame(text, i == 0 ? lead : Indent, stack.Frames[i]);
        }

        foreach (KeptLocal local in stack.Locals.Take(MostLocals))
            PlainText.Line(text, $"{Indent}{Bytes(local.Bytes),12}  {PlainText.Printable(local.Name)}: {Types(local.Types)}");
        if (stack.Locals.Count > MostLocals)
            PlainText.Line(text, $"{Indent}{Bytes(stack.Locals.Skip(MostLocals).Sum(static local => local.Bytes)),12}  in {Counted(stack.Locals.Count - MostLocals, "other local")}");
    }

    private static void WriteGroups(StringBuilder text, KeptHeap kept, Dictionary<int, KeptStack> stacks, IReadOnlyDictionary<int, int> shown)
    {
        SharedObjects[] groups = [.. kept.Groups.Where(group => group.Stacks.Any(stack => shown.ContainsKey(stack)))];
        if (groups.Length == 0)
            return;
        PlainText.Line(text, $"\nShared:");
        foreach (SharedObjects group in groups.Take(MostGroups))
        {
            string[] places = [.. group.Locals.Where(local => shown.ContainsKey(local.Stack)).Select(local => $"{PlainText.Printable(local.Name)} in {PlainText.Printable(MethodOf(stacks[shown[local.Stack]]))}").Distinct()];
            string more = places.Length > MostNames ? string.Create(CultureInfo.InvariantCulture, $" and {places.Length - MostNames:N0} more") : "";
            PlainText.Line(text, $"{Indent}{Bytes(group.Bytes),12}  by {Counted(group.Sharers, "call")}: {Types(group.Types)}");
            if (places.Length > 0)
                PlainText.Line(text, $"{Indent}{"",12}  {string.Join(", ", places.Take(MostNames))}{more}");
        }

        if (groups.Length > MostGroups)
            PlainText.Line(text, $"{Indent}{Bytes(groups.Skip(MostGroups).Sum(static group => group.Bytes)),12}  by others (--json has all)");
    }

    private static string MethodOf(KeptStack stack) => stack.Frames[^1].Name;

    private static string Types(IReadOnlyList<KeptType> types)
    {
        string more = types.Count > MostTypes ? $", {Counted(types.Count - MostTypes, "more type")}" : "";
        return string.Join(", ", types.Take(MostTypes).Select(type => string.Create(CultureInfo.InvariantCulture, $"{type.Objects:N0} {PlainText.Printable(type.Name)} ({Bytes(type.Bytes)})"))) + more;
    }

    private static string Counted(long count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}{(count == 1 ? "" : "s")}");

    private static string Bytes(long bytes) => bytes switch
    {
        < 10_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes:N0} B"),
        < 10L << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:N1} KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:N1} MiB"),
    };
}
