namespace AsyncProf.Heap.Stacks;

/// <summary>Paths of frames as small numbers, each a frame more than another; 0 is the empty one.</summary>
/// <param name="chains">The frames.</param>
internal sealed class FrameSteps(FrameChains chains)
{
    private readonly List<(int Parent, int Frame)> _steps = [(-1, -1)];
    private readonly Dictionary<(int Parent, int Frame), int> _known = [];

    /// <summary>The path that goes on from another by a frame.</summary>
    public int Step(int parent, int frame)
    {
        if (_known.TryGetValue((parent, frame), out int step))
            return step;
        _known.Add((parent, frame), step = _steps.Count);
        _steps.Add((parent, frame));
        return step;
    }

    /// <summary>The last frame of a path.</summary>
    public PendingFrame LastOf(int path) => chains[_steps[path].Frame];

    /// <summary>The frames of a path, the outermost first.</summary>
    public List<PendingFrame> FramesOf(int path)
    {
        var frames = new List<PendingFrame>();
        for (; path > 0; path = _steps[path].Parent)
            frames.Add(LastOf(path));
        frames.Reverse();
        return frames;
    }
}
