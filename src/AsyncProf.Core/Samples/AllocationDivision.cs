using AsyncProf.Building;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Symbols;

namespace AsyncProf.Samples;

/// <summary>
/// Divides the bytes that logical stacks allocated among the synchronous frames and the types that samples of allocations saw there, in proportion to what those stand for, exactly. Where bytes were
/// not measured, what samples stand for is all that is known.
/// </summary>
/// <param name="to">Gets the stacks of what was allocated; it has all of the profile's already, under the same numbers.</param>
/// <param name="methods">The methods that threads executed.</param>
/// <param name="stacks">What the sampled stacks mean.</param>
/// <param name="sites">What the samples mean.</param>
/// <param name="names">Names the frames.</param>
/// <param name="sheet">Where they were taken.</param>
/// <param name="isMeasured">Whether bytes were measured.</param>
internal sealed class AllocationDivision(
    ProfileDataBuilder to, MethodTable methods, ISampledStacks stacks, IAllocationSites sites, SampledFrameNames names, SampleSheet sheet, bool isMeasured)
{
    /// <summary>A stack with fewer samples stays whole, where it was measured.</summary>
    public const int Fewest = 5;

    /// <summary>So many places are told apart for a stack, those with the most bytes.</summary>
    private const int MostPlaces = 200;

    /// <summary>So many charges more are made at most.</summary>
    private const int MostCharges = 500_000;

    private readonly ILookup<int, (MethodId Method, int Sampled, SeenTime Seen)> _seen = sheet.ByStack();
    private readonly Dictionary<int, AllocatedPlace[]> _places = [];
    private readonly HashSet<int> _estimated = [];
    private int _made;

    /// <summary>Puts the charges of what was allocated; what is left is the stack's own.</summary>
    public StackCharge Divide(in StackCharge charge)
    {
        long bytes = charge.Sums.Use.AllocatedBytes;
        if (isMeasured ? bytes == 0 : !_estimated.Add(charge.Stack))
            return charge;
        if (!_places.TryGetValue(charge.Stack, out AllocatedPlace[]? places))
            _places.Add(charge.Stack, places = PlacesOf(charge.Stack));
        if (places.Length == 0 || _made + places.Length > MostCharges)
            return charge;
        long[] sampled = [.. places.Select(place => place.Bytes)], parts = isMeasured ? LargestRemainder.Divide(bytes, sampled) : sampled;
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts[i] == 0)
                continue;
            _made++;
            to.Add(new StackCharge(StackOf(charge.Stack, places[i]), charge.Tags, new Measures(0, 0, default, default, new ResourceUse(parts[i], 0, 0, 0))));
        }

        return charge with { Sums = charge.Sums with { Use = charge.Sums.Use with { AllocatedBytes = 0 } } };
    }

    private int StackOf(int stack, AllocatedPlace place)
    {
        if (place.Stack != 0)
            return place.Stack;
        foreach (SampledFrame frame in place.Frames)
            stack = SeenPlaces.Below(to, stack, frame, names);
        return place.Stack = to.Intern(stack, to.Intern(Frame.OfWait(WaitKind.Allocated, place.Type)));
    }

    private AllocatedPlace[] PlacesOf(int stack)
    {
        (MethodId Method, int Sampled, SeenTime Seen)[] samples = [.. _seen[stack].OrderByDescending(sample => sample.Seen.Ticks)];
        if (isMeasured && samples.Sum(sample => sample.Seen.Count) < Fewest)
            return [];
        var places = new Dictionary<string, AllocatedPlace>(StringComparer.Ordinal);
        foreach ((MethodId method, int site, SeenTime seen) in samples)
        {
            (int at, string type) = sites[site];
            SampledPath path = at < 0 ? SampledPath.None : stacks.Below(at, methods[method]);
            if (path.IsProfiling)
                continue; // taken out of what is measured, too
            SampledFrame[] frames = [.. places.Count >= MostPlaces ? [] : path.Frames.Where(frame => !frame.IsMachinery)];
            string key = string.Join('\n', frames.Select(frame => $"{frame.Name} {frame.IsPrefix} {frame.IsExternal}").Append(type));
            if (!places.TryGetValue(key, out AllocatedPlace? place))
                places.Add(key, place = new AllocatedPlace(frames, type));
            place.Bytes += seen.Ticks;
        }

        return [.. places.OrderBy(place => place.Key, StringComparer.Ordinal).Select(place => place.Value)];
    }
}
