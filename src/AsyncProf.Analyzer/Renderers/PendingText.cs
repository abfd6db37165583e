using System.Globalization;
using System.Text;
using AsyncProf.Heap.Stacks;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Renderers;

/// <summary>What a process waits for, as text.</summary>
internal static class PendingText
{
    /// <summary>More methods of one stack nobody reads: of a longer one the outermost and the innermost are shown.</summary>
    private const int MostFrames = 60;

    private const int MostHolders = 3;

    /// <summary>The dump as text.</summary>
    /// <param name="dump">The dump.</param>
    /// <param name="name">What was dumped.</param>
    /// <param name="top">How many stacks are shown.</param>
    /// <param name="showAll">Whether the frameworks' methods are shown.</param>
    public static string Render(PendingDump dump, string name, int top, bool showAll)
    {
        var text = new StringBuilder();
        int hidden = 0;
        IReadOnlyList<PendingStack> all = dump.IsProved ? [.. dump.Stacks.Where(stack => stack.Unreachable > 0)] : dump.Stacks;
        IReadOnlyList<PendingStack> stacks = showAll ? all : StackHiding.Hide(all, out hidden);
        PlainText.Line(text, $"{PlainText.Printable(name)}{(dump.Runtime.Length == 0 ? "" : $", .NET {dump.Runtime}")}: {Counted(dump.Operations, "async operation")} {(dump.Operations == 1 ? "has" : "have")} not ended, of {dump.Objects:N0} objects.{Stopped(dump)}");
        if (dump.IsProved)
            PlainText.Line(text, $"{(dump.Stacks.Any(stack => stack.Unreachable > 0) ? "What follows nothing can complete any more: nothing that the program still holds leads to what it waits for." : "Nothing was proved: what each of them waits for can still be reached, and so be completed, or forgotten.")}");
        if (dump.Unread > 0)
            PlainText.Line(text, $"{dump.Unread:N0} bytes of the heap could not be read: operations may be missing.");
        foreach (BlockedThread thread in dump.Blocked)
            WriteThread(text, thread, showAll);
        foreach (PendingStack stack in stacks.Take(top))
            WriteStack(text, stack);
        if (stacks.Count > top)
            PlainText.Line(text, $"\n… and {Counted(stacks.Count - top, "other stack")} (--top {stacks.Count} shows all).");
        if (hidden > 0)
            PlainText.Line(text, $"\n{Counted(hidden, "stack")} of the frameworks alone left out (--show-all).");
        return text.ToString();
    }

    private static string Stopped(PendingDump dump) => dump.Stopped == TimeSpan.Zero ? "" : string.Create(CultureInfo.InvariantCulture, $" It stood still for {dump.Stopped.TotalMilliseconds:0} ms.");

    private static string Counted(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}{(count == 1 ? "" : "s")}");

    private static void WriteThread(StringBuilder text, BlockedThread thread, bool showAll)
    {
        PlainText.Line(text, $"\nThread {thread.Id} waits for an operation and does nothing else (sync over async):");
        foreach (PendingFrame frame in thread.Frames.Where(frame => showAll || !frame.IsFramework).Take(MostFrames))
            WriteFrame(text, "       ", frame);
    }

    private static void WriteStack(StringBuilder text, PendingStack stack)
    {
        text.Append('\n');
        string lead = string.Create(CultureInfo.InvariantCulture, $"{stack.Count,4} × ");
        int last = stack.Frames.Count - 1;
        for (int i = 0; i <= last; i++)
        {
            if (i == MostFrames / 2 && last - i >= MostFrames / 2)
            {
                int left = last + 1 - i - (MostFrames / 2);
                PlainText.Line(text, $"       … {left:N0} methods …");
                i += left;
            }

            WriteFrame(text, i == 0 ? lead : "       ", stack.Frames[i], i == last ? Remark(stack) : "");
        }
    }

    private static string Remark(PendingStack stack)
    {
        string due = stack.Due is not { } at ? ""
            : at.First == at.Last || stack.Count == 1 ? $", due in {Seconds(at.First)}" : $", due in {Seconds(at.First)} to {Seconds(at.Last)}";
        string held = stack.Holders.Count == 0 ? "" : $"; perhaps held at {string.Join(", ", stack.Holders.Take(MostHolders).Select(PlaceOf))}";
        string dead = stack.Unreachable == 0 || stack.Unreachable == stack.Count ? "" : string.Create(CultureInfo.InvariantCulture, $"; {stack.Unreachable:N0} of them");
        return due + held + dead + (stack.Blocking == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; {Counted(stack.Blocking, "thread")} blocked on the outermost"));
    }

    private static string PlaceOf(PendingFrame frame) => string.Create(CultureInfo.InvariantCulture, $"{PlainText.Printable(Path.GetFileName(frame.File))}:{frame.Line}");

    private static string Seconds(long milliseconds) => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000.0:0.0} s");

    /// <summary>Writes a line of a stack.</summary>
    internal static void WriteFrame(StringBuilder text, string lead, PendingFrame frame, string remark = "")
    {
        string place = frame.Line == 0 ? "" : $"  {PlaceOf(frame)}";
        string before = frame.Kind switch { PendingKind.Leaf => "waits for ", PendingKind.Cycle => "waits for each other: again ", _ => "" };
        string state = frame.Kind switch
        {
            PendingKind.Running => "  (runs or is blocked)",
            PendingKind.Queued => "  (can go on)",
            PendingKind.Delegate => "  (a delegate that has not ended)",
            _ => "",
        };
        text.Append(lead).Append(before).Append(PlainText.Printable(frame.Name)).Append(place).Append(state).Append(remark).Append('\n');
    }
}
