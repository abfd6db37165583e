using AsyncProf.Profiles.Data;

namespace AsyncProf.Building;

/// <summary>The stacks that a series speaks of, as their frames. Bounded: of a deep one only the root and what is nearest to its end.</summary>
/// <param name="frames">The frames by their numbers.</param>
/// <param name="stacks">The stacks by theirs.</param>
internal sealed class SeriesStacks(FrameTable frames, IReadOnlyList<StackNode> stacks)
{
    private const int Deepest = 48, MostStacks = 5_000;

    private readonly Dictionary<long, int> _places = [];
    private readonly List<IReadOnlyList<Frame>> _all = [];

    /// <summary>All that have been asked for.</summary>
    public IReadOnlyList<IReadOnlyList<Frame>> All => _all;

    /// <summary>The place of a stack by its number and that of what it waits for, as <see cref="SeriesBuilder"/> packs them; beyond a number of stacks new ones share one.</summary>
    public int PlaceOf(long key)
    {
        if (_places.TryGetValue(key, out int place))
            return place;
        if (_all.Count >= MostStacks)
            key = StepStacks.Others;
        if (_places.TryGetValue(key, out place))
            return place;
        _places.Add(key, place = _all.Count);
        _all.Add(key == StepStacks.Others ? [Frame.Other] : FramesOf((int)(key >> 32), (int)(uint)key - 1));
        return place;
    }

    private List<Frame> FramesOf(int stack, int wait)
    {
        var path = new List<Frame>();
        if (wait >= 0)
            path.Add(frames[wait]);
        int at = stack;
        for (; stacks[at].Parent >= 0; at = stacks[at].Parent)
        {
            if (path.Count < Deepest || stacks[at].Parent == StackTable.Root)
                path.Add(frames[stacks[at].Frame]);
        }

        path.Reverse();
        return path;
    }
}
