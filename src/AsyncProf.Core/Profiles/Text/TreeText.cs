using System.Globalization;
using System.Text;
using AsyncProf.Events;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Durations;

namespace AsyncProf.Profiles.Text;

/// <summary>
/// Draws one logical tree. However deep it is, names stay legible: the indent is bounded, and in a tree deeper than that, frames with no time of their own that
/// await one other frame each share a line, which counts them.
/// </summary>
internal sealed class TreeText
{
    /// <summary>Stands beside a method whose thread was not in managed code.</summary>
    public const string IsExternal = "  [native or blocked]";

    /// <summary>How many levels are drawn: nobody looks at more.</summary>
    private const int DeepestLevel = 200;

    private const int ShortestChain = 3, ShortestName = 24, LeastIndent = 16;

    /// <summary>What the calls take between the columns and the name.</summary>
    private const int CallColumns = 8;

    private readonly StringBuilder _text = new();
    private readonly List<bool> _isWait = [];
    private readonly Stack<Line> _work = new();
    private readonly long _floor;
    private readonly int _width;
    private readonly int _indent;
    private readonly bool _isNarrow;
    private readonly bool _foldsChains;
    private readonly TreeColumns _columns;
    private readonly string _head;

    private TreeText(CallNode root, double minimumShare, int width, TreeColumns columns)
    {
        _columns = columns;
        _floor = Math.Max(ReferenceEquals(columns, TreeColumns.Time) ? 0 : 1, (long)(columns.Weight(root) * minimumShare));
        (_width, _isNarrow, _indent) = (width, width < TextReport.NarrowWidth, Math.Max(LeastIndent, width / 5));
        _head = columns.Head(_isNarrow);
        _foldsChains = Depth(root) * 2 > _indent;
    }

    /// <summary>The lines, each ended, and which of them are waits.</summary>
    public static (string Text, IReadOnlyList<bool> IsWait) Write(CallNode root, double minimumShare, int width, TreeColumns? columns = null)
    {
        var tree = new TreeText(root, minimumShare, width, columns ?? TreeColumns.Time);
        tree.WriteAll(root);
        return (tree._text.ToString(), tree._isWait);
    }

    /// <summary>The roots that have names and are the app's; of those that began before the recording, what they called, and of hidden ones what they called that called others.</summary>
    public static IEnumerable<CallNode> NamedRoots(CallNode tree)
    {
        var work = new Stack<CallNode>(tree.Children.Reverse());
        while (work.TryPop(out CallNode? root))
        {
            if (root.IsBegunBefore)
            {
                foreach (CallNode called in root.Children.Reverse().Where(child => child.Kind != FrameKind.Leaf))
                    work.Push(called);
            }
            else if (!root.IsFramework && !(root.Frame.IsSampled && root.Children.Count == 0))
            {
                yield return root;
            }
        }
    }

    private void WriteAll(CallNode root)
    {
        PlainText.Line(_text, $"{_head} {"calls",5}  frame");
        _isWait.Add(false);
        _work.Push(new Line(root, 0, "", "", 0));
        while (_work.TryPop(out Line line))
        {
            int before = _text.Length;
            WriteLine(line);
            bool isWait = line.Node is { } node && WaitText.IsWait(node.Frame.Wait);
            for (int lines = _text.ToString(before, _text.Length - before).Count(letter => letter == '\n'); lines > 0; lines--)
                _isWait.Add(isWait);
        }
    }

    private void WriteLine(in Line line)
    {
        if (line.Node is not { } node)
        {
            Remark(line, $"… {line.Elided.ToString(CultureInfo.InvariantCulture)} smaller");
            return;
        }

        List<CallNode> chain = Chain(node, line.Level);
        string lead = Lead(line), below = line.Lead + (line.Branch.Length == 0 ? "" : line.Branch[0] == '├' ? "│ " : "  ");
        List<CallNode> shown = Shown(chain[^1]);
        int room = _width - Columns.Length - lead.Length;
        string goesOn = Columns + Lead(new Line(null, line.Level + 1, below, Below(chain[^1]) > 0 ? "│ " : "  ", 0));
        PlainText.Line(_text, $"{_columns.Cells(node, chain, _isNarrow)} {(node.Frame.PassesOn || node.Frame.Wait == WaitKind.Allocated ? "" : node.Frame.IsSampled ? TextReport.Sampled : node.Calls),5}  {lead}", Name(chain, room), _width, goesOn);
        int elided = Below(chain[^1]) - shown.Count;
        if (line.Level >= DeepestLevel && Below(chain[^1]) > 0)
        {
            Remark(new Line(null, line.Level + 1, below, "└ ", 0), "… deeper");
            return;
        }

        if (elided > 0)
            _work.Push(new Line(null, line.Level + 1, below, "└ ", elided));
        for (int i = shown.Count - 1; i >= 0; i--)
            _work.Push(new Line(shown[i], line.Level + 1, below, i == shown.Count - 1 && elided == 0 ? "└ " : "├ ", 0));
    }

    private void Remark(in Line line, string remark) => PlainText.Line(_text, $"{Columns}{Lead(line)}{remark}");

    private string Columns => new(' ', _head.Length + CallColumns);

    /// <summary>The indent and the branch. Where the indent would take too much, the level's number stands for it.</summary>
    private string Lead(in Line line) => line.Lead.Length <= _indent
        ? line.Lead + line.Branch
        : line.Level.ToString(CultureInfo.InvariantCulture).PadLeft(_indent - 1) + " " + line.Branch;

    /// <summary>A frame, and if it and those below only hand on what one other does, all of these.</summary>
    private List<CallNode> Chain(CallNode node, int level)
    {
        var chain = new List<CallNode> { node };
        if (!_foldsChains || level == 0)
            return chain;
        CallNode last = node;
        while (HandsOn(last) && HandsOn(last.Children[0]) && (last.Children[0].Frame.PassesOn || last.Children[0].Calls == node.Calls))
            chain.Add(last = last.Children[0]);
        return chain.Count < ShortestChain ? [node] : chain;
    }

    private bool HandsOn(CallNode node) =>
        node is { Kind: FrameKind.Method, Children.Count: 1 } && IsShown(node.Children[0]) && _columns.Own(node) <= _floor;

    private string Name(List<CallNode> chain, int room)
    {
        room = Math.Max(ShortestName, room);
        if (chain.Count == 1)
        {
            // Without room for both, the name: the other axis has the rest too.
            string beside = (ReferenceEquals(_columns, TreeColumns.Time) ? Beside(chain[0]) : "") + RootRemark(chain[0]), clipped = NameText.Fit(chain[0].Frame, room - beside.Length);
            return clipped.Length + beside.Length > room ? NameText.Fit(chain[0].Frame, room) : clipped + beside;
        }

        string count = string.Create(CultureInfo.InvariantCulture, $"{chain.Count} frames: ");
        const string Between = " … ";
        string first = NameText.Fit(chain[0].Frame, 0), last = NameText.Fit(chain[^1].Frame, 0);
        int spare = room - count.Length - Between.Length - first.Length - last.Length;
        return spare < 0
            ? count + NameText.Fit(chain[0].Frame, room - count.Length)
            : count + NameText.Fit(chain[0].Frame, first.Length + (spare / 2)) + Between + NameText.Fit(chain[^1].Frame, last.Length + spare - (spare / 2));
    }

    /// <summary>Work that did not lengthen the root: it ran beside what did.</summary>
    private static string Beside(CallNode node) => node.Kind == FrameKind.External ? IsExternal :
        node.Kind == FrameKind.Method && node.TaskTotal.TotalNs > node.ElapsedTotal.TotalNs + (node.ElapsedTotal.TotalNs / 50) + 100_000
            ? $"  [{DurationText.Of(node.TaskTotal.TotalNs)} of tasks]"
            : "";

    private static string RootRemark(CallNode node) => RootRemarks.Of(node.Calls + node.StillRunning, node.StillRunning, node.Starters) is { Length: > 0 } remark ? $"  ({remark})" : "";

    private List<CallNode> Shown(CallNode node) => [.. node.Children.Where(IsShown).OrderByDescending(child => ReferenceEquals(_columns, TreeColumns.Time) ? 0 : _columns.Weight(child))];

    /// <summary>How many are below a frame, shown or not, of which anything can be told.</summary>
    private int Below(CallNode node) => node.Children.Count(child => !IsOnlyAllocated(child) && !IsPartOfAnother(child));

    private bool IsShown(CallNode node) => !IsOnlyAllocated(node) && !IsPartOfAnother(node) && _columns.Weight(node) >= _floor;

    /// <summary>Whether it has no time: only what was allocated there is known.</summary>
    private bool IsOnlyAllocated(CallNode node) => ReferenceEquals(_columns, TreeColumns.Time) && node.UsedTotal.AllocatedBytes > 0 && node is { Calls: 0, ElapsedTotal.TotalNs: 0, TaskTotal.TotalNs: 0 };

    /// <summary>Whether what is told of it is told of the async method above it: processors are not measured below that.</summary>
    private bool IsPartOfAnother(CallNode node) => (ReferenceEquals(_columns, TreeColumns.Cpu) || ReferenceEquals(_columns, TreeColumns.CpuInSome)) && TreeColumns.IsPartOfAnother(node);

    /// <summary>How many levels are shown.</summary>
    private int Depth(CallNode root)
    {
        int deepest = 0;
        var work = new Stack<(CallNode Node, int Level)>([(root, 0)]);
        while (work.TryPop(out (CallNode Node, int Level) next))
        {
            deepest = Math.Max(deepest, next.Level);
            foreach (CallNode child in next.Node.Children.Where(IsShown))
                work.Push((child, next.Level + 1));
        }

        return deepest;
    }

    /// <summary>One line to be drawn: a frame, or how many were left out.</summary>
    private readonly record struct Line(CallNode? Node, int Level, string Lead, string Branch, int Elided);
}
