using AsyncProf.Profiles.Data;

namespace AsyncProf.Samples;

/// <summary>Where the samples of one logical stack were, as they are added up.</summary>
/// <param name="to">Where stacks of synchronous frames go.</param>
/// <param name="stack">The logical stack.</param>
/// <param name="names">Names the frames.</param>
internal sealed class SeenPlaces(ProfileDataBuilder to, int stack, SampledFrameNames names)
{
    /// <summary>So many places are told apart, the most often seen ones; the others are where the nearest of those is.</summary>
    private const int Most = 200;

    /// <summary>Of a whole profile. Beyond, frames are left out.</summary>
    private const int MostStacks = 300_000;

    /// <summary>What was seen late was where others were seen in time, if those are at least one for so many.</summary>
    private const int LateForOne = 10;

    private readonly Dictionary<int, Place> _places = new() { [stack] = new Place([stack], []) };
    private readonly List<LateSample> _late = [];

    /// <summary>A thread was seen where it was to be looked at.</summary>
    public void Add(IReadOnlyList<SampledFrame> path, long ticks) => Find(path).Ticks += ticks;

    /// <summary>
    /// A thread was seen a little late, at the next place where code asks whether it is to stop. Of where it had been is known what was above that place, for what was below has returned: there
    /// those tell that were seen in time. What ends up only at such places, as a loop that asks for the time, stays there.
    /// </summary>
    public void AddLate(SampledPath path, long ticks)
    {
        int at = stack;
        for (int i = 0; i < path.Certain; i++)
            at = Below(at, path.Frames[i]);
        _late.Add(new LateSample(at, path, ticks));
    }

    /// <summary>All of it, the logical stack itself first.</summary>
    public SamplePlace[] Read()
    {
        // The innermost first: what stays there counts for those above. What is only likely to be late comes last, and is if it is more than all that it could have been instead.
        foreach (IGrouping<(bool IsSuspect, int At), LateSample> late in _late.GroupBy(late => (late.Path.IsSuspect, late.At)).OrderBy(late => late.Key.IsSuspect).ThenByDescending(late => late.First().Path.Certain).ThenBy(late => late.Key.At))
        {
            Place[] below = [.. _places.OrderBy(pair => pair.Key).Select(pair => pair.Value).Where(place => place.Ticks > 0 && place.Path.Contains(late.Key.At) && !place.Frames.Any(frame => frame.IsMachinery))];
            long[] times = [.. below.Select(place => place.Ticks)];
            long all = late.Sum(other => other.Ticks), seen = times.Sum();
            if (seen * LateForOne < all || (late.Key.IsSuspect && seen >= all))
            {
                foreach (LateSample sample in late)
                    Add(sample.Path.Frames, sample.Ticks);
                continue;
            }

            long[] parts = LargestRemainder.Divide(all, times);
            for (int i = 0; i < below.Length; i++)
                below[i].Ticks += parts[i];
        }

        return [.. _places.OrderBy(pair => pair.Key).Select(pair => new SamplePlace(pair.Key, pair.Value.Ticks, PrefixTimes.MethodsIn(pair.Value.Frames)))];
    }

    private Place Find(IReadOnlyList<SampledFrame> path)
    {
        var way = new List<int> { stack };
        Place nearest = _places[stack];
        foreach (SampledFrame frame in path)
        {
            way.Add(Below(way[^1], frame));
            nearest = _places.GetValueOrDefault(way[^1], nearest);
        }

        if (_places.TryGetValue(way[^1], out Place? known))
            return known;
        if (_places.Count >= Most)
            return nearest;
        _places.Add(way[^1], known = new Place([.. way], path));
        return known;
    }

    /// <summary>The stack of a synchronous frame below another; where there are too many, that one.</summary>
    public static int Below(ProfileDataBuilder to, int above, SampledFrame frame, SampledFrameNames names) => to.StackCount >= MostStacks ? above : to.Intern(
        above, to.Intern(new Frame(SampledFrameNames.KindOf(frame), names.Of(frame), frame.IsFramework) { Assembly = frame.Assembly }));

    private int Below(int above, SampledFrame frame) => Below(to, above, frame, names);

    private sealed class Place(int[] path, IReadOnlyList<SampledFrame> frames)
    {
        public int[] Path { get; } = path;

        public IReadOnlyList<SampledFrame> Frames { get; } = frames;

        public long Ticks { get; set; }
    }
}
