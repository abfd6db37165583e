namespace AsyncProf.Heap.Stacks;

/// <summary>Frames as small numbers, and chains of them: an operation that the runtime suspends itself has a frame for each of its methods.</summary>
internal sealed class FrameChains
{
    private readonly List<PendingFrame> _frames = [];
    private readonly Dictionary<PendingFrame, int> _ids = [];
    private readonly List<int[]> _chains = [[]];
    private readonly Dictionary<(int Outer, int Frame), int> _chainIds = [];

    /// <summary>A frame by its number.</summary>
    public PendingFrame this[int frame] => _frames[frame];

    /// <summary>The number of a frame.</summary>
    public int Intern(PendingFrame frame)
    {
        if (_ids.TryGetValue(frame, out int id))
            return id;
        _ids.Add(frame, id = _frames.Count);
        _frames.Add(frame);
        return id;
    }

    /// <summary>The chain that goes on from another by a frame; 0 is the empty one.</summary>
    public int Extend(int outer, int frame)
    {
        if (_chainIds.TryGetValue((outer, frame), out int id))
            return id;
        _chainIds.Add((outer, frame), id = _chains.Count);
        _chains.Add([.. _chains[outer], frame]);
        return id;
    }

    /// <summary>The frames of a chain, the outermost first.</summary>
    public ReadOnlySpan<int> Of(int chain) => _chains[chain];
}
