using AsyncProf.Events;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles.Transforms;

/// <summary>A node of a call tree that is being made.</summary>
internal sealed class FoldedNode(Frame frame, int line = 0)
{
    private readonly List<FoldedNode> _order = [];
    private readonly Dictionary<(FrameKind Kind, WaitKind Wait, string Name), FoldedNode> _children = [];
    private TimeByState _elapsed;
    private TimeByState _task;
    private ResourceUse _use;
    private long _calls;
    private long _wallNs;
    private int _line = line;

    /// <summary>The node below for a frame; of several lines at which it is awaited none is kept.</summary>
    public FoldedNode Child(Frame below, int line = 0)
    {
        if (_children.TryGetValue((below.Kind, below.Wait, below.Name), out FoldedNode? child))
        {
            child._line = child._line == line ? line : 0;
            return child;
        }

        child = new FoldedNode(below, line);
        _children.Add((below.Kind, below.Wait, below.Name), child);
        _order.Add(child);
        return child;
    }

    public void Add(CallNode source, bool countCalls)
    {
        _elapsed += source.ElapsedSelf;
        _task += source.TaskSelf;
        _use += source.UsedSelf;
        _calls += countCalls ? source.Calls : 0;
        _wallNs += countCalls ? source.WallNs : 0;
    }

    /// <summary>The frozen tree. Iterative, because stacks of 30,000 occur.</summary>
    public CallNode Freeze()
    {
        var done = new Dictionary<FoldedNode, CallNode>(ReferenceEqualityComparer.Instance);
        var work = new Stack<(FoldedNode Node, bool Ready)>();
        work.Push((this, false));
        while (work.TryPop(out (FoldedNode Node, bool Ready) next))
        {
            if (!next.Ready)
            {
                work.Push((next.Node, true));
                foreach (FoldedNode child in next.Node._order)
                    work.Push((child, false));
                continue;
            }

            done[next.Node] = next.Node.Freeze(done);
        }

        return done[this];
    }

    private CallNode Freeze(Dictionary<FoldedNode, CallNode> done)
    {
        var children = new List<CallNode>(_order.Count);
        foreach (FoldedNode child in _order)
        {
            done.Remove(child, out CallNode? frozen);
            children.Add(frozen!);
        }

        return CallNode.Create(frame, _calls, _wallNs, _elapsed, _task, children, _line, use: _use);
    }
}
