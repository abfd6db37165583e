using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Diffing;

/// <summary>
/// The stacks of two sides in one numbering, and what their numbers are multiplied with, so that they can be compared: both are told for each run, and the
/// head's, root by root, as if it had made as many whole calls of the root as the base. Load of a fixed time makes more calls of what has become faster. What had
/// not ended is not scaled: a server's loops last as long as the recording, however many others there were.
/// </summary>
internal sealed class DiffStacks
{
    private readonly ProfileData _base;
    private readonly ProfileData _head;
    private readonly int[] _basePlaces;
    private readonly int[] _headPlaces;
    private readonly int[] _rootOf;
    private readonly double _baseFactor;
    private readonly double _headFactor;
    private readonly Dictionary<int, double> _scales = [];

    private DiffStacks(AsyncProfile baseSide, int baseRuns, AsyncProfile headSide, int headRuns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(baseRuns, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(headRuns, 1);
        (_base, _head) = (baseSide.Data, headSide.Data);
        (_baseFactor, _headFactor) = (1.0 / baseRuns, 1.0 / headRuns);
        _headPlaces = Place(_head); // first, for files and lines are those of the code that is there now
        _basePlaces = Place(_base);
        Data = Both.Build();
        _rootOf = Data.RootOfEach();
        Dictionary<int, double> from = CallsOfRoots(_base, _basePlaces), to = CallsOfRoots(_head, _headPlaces);
        foreach ((int root, double calls) in from)
        {
            if (to.TryGetValue(root, out double others))
                _scales.Add(root, calls * _baseFactor / (others * _headFactor));
        }
    }

    /// <summary>What interned the stacks; samples can be added.</summary>
    public ProfileDataBuilder Both { get; } = new();

    /// <summary>The frames and stacks of both.</summary>
    public ProfileData Data { get; }

    /// <param name="baseSide">All runs of the base, added up.</param>
    /// <param name="baseRuns">How many those are.</param>
    /// <param name="headSide">All runs of the head, added up.</param>
    /// <param name="headRuns">How many those are.</param>
    public static DiffStacks Of(AsyncProfile baseSide, int baseRuns, AsyncProfile headSide, int headRuns) => new(baseSide, baseRuns, headSide, headRuns);

    /// <summary>What the head's numbers below a root are multiplied with to compare; 1 where one side has no whole call of it.</summary>
    public double ScaleOf(int root) => _scales.GetValueOrDefault(root, 1);

    /// <summary>What the base was charged, with the number of the stack and the factor.</summary>
    public IEnumerable<(int Stack, double Factor, StackCharge Charge)> BaseCharges() => _base.Samples.Select(charge => (_basePlaces[charge.Stack], _baseFactor, charge));

    /// <summary>What the head was charged.</summary>
    public IEnumerable<(int Stack, double Factor, StackCharge Charge)> HeadCharges() =>
        _head.Samples.Select(charge => (_headPlaces[charge.Stack], _headFactor * (charge.Tags.Root == RootKind.Open ? 1 : ScaleOf(_rootOf[_headPlaces[charge.Stack]])), charge));

    private int[] Place(ProfileData side)
    {
        var places = new int[side.Stacks.Count];
        for (int stack = 1; stack < places.Length; stack++)
            places[stack] = Both.Intern(places[side.Stacks[stack].Parent], Both.Intern(side.FrameOf(stack)), side.Stacks[stack].Line);
        return places;
    }

    /// <summary>How many whole calls there are of each root, of those that have any.</summary>
    private static Dictionary<int, double> CallsOfRoots(ProfileData side, int[] places)
    {
        var calls = new Dictionary<int, double>();
        foreach (StackCharge charge in side.Samples)
        {
            bool isRoot = charge.Stack > 0 && side.Stacks[charge.Stack].Parent == 0 && side.FrameOf(charge.Stack).Kind != FrameKind.Leaf;
            if (isRoot && charge.Tags.Bucket >= 0 && charge.Sums.Calls > 0)
                calls[places[charge.Stack]] = calls.GetValueOrDefault(places[charge.Stack]) + charge.Sums.Calls;
        }

        return calls;
    }
}
