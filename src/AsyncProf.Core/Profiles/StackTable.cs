using AsyncProf.Attribution;

namespace AsyncProf.Profiles;

/// <summary>Interned logical stacks as (parent, frame), each with what was charged to it, in ticks. Parents come before their children.</summary>
internal sealed class StackTable
{
    /// <summary>The stack of no frames.</summary>
    public const int Root = 0;

    private readonly int _maximum;
    private readonly Dictionary<long, int> _ids = [];
    private StackEntry[] _stacks = new StackEntry[64];
    private int _count = 1;

    /// <summary>Creates a table.</summary>
    /// <param name="maximum">How many stacks are told apart; half as many again hold what is folded.</param>
    public StackTable(int maximum)
    {
        _maximum = maximum;
        _stacks[Root] = new StackEntry { Parent = -1, Frame = FrameTable.All };
    }

    /// <summary>How often a stack was folded into <c>(other)</c>.</summary>
    public long Folded { get; private set; }

    public int Child(int parent, int frame)
    {
        long key = ((long)parent << 32) | (uint)frame;
        if (_ids.TryGetValue(key, out int id))
            return id;
        if (_count >= _maximum)
        {
            Folded++;
            if (_stacks[parent].Frame == FrameTable.Other || _count >= _maximum + (_maximum / 2))
                return parent;
            frame = FrameTable.Other;
            key = ((long)parent << 32) | (uint)frame;
            if (_ids.TryGetValue(key, out id))
                return id;
        }

        if (_count == _stacks.Length)
            Array.Resize(ref _stacks, _count * 2);
        id = _count++;
        _stacks[id] = new StackEntry { Parent = parent, Frame = frame };
        _ids.Add(key, id);
        return id;
    }

    public void Add(int stack, in StateTimes task, in StateTimes elapsed, long calls)
    {
        ref StackEntry entry = ref _stacks[stack];
        entry.Task.Add(task);
        entry.Elapsed.Add(elapsed);
        entry.Calls += calls;
    }

    public CallNode ToTree(FrameTable frames, TickClock clock)
    {
        // One pass from the end builds every subtree before its parent.
        var children = new List<CallNode>?[_count];
        for (int id = _count - 1; id > 0; id--)
        {
            (children[_stacks[id].Parent] ??= []).Add(ToNode(id, children[id]));
            children[id] = null;
        }

        return ToNode(Root, children[Root]);

        CallNode ToNode(int id, List<CallNode>? below)
        {
            ref StackEntry stack = ref _stacks[id];
            Frame frame = frames[stack.Frame];
            return CallNode.Create(
                frame.Name, frame.Kind, frame.IsFramework, stack.Calls, clock.ToNs(stack.Elapsed), clock.ToNs(stack.Task), below ?? []);
        }
    }

    private struct StackEntry
    {
        public int Parent;
        public int Frame;
        public long Calls;
        public StateTimes Task;
        public StateTimes Elapsed;
    }
}
