using AsyncProf.Budgets;

namespace AsyncProf.Decoding.Samples;

/// <summary>Stacks of addresses as small numbers: most samples see a thread where it was before. Bounded.</summary>
internal sealed class SampledStackTable
{
    /// <summary>What is deeper is cut at its outer end: what a thread is in lies at the other.</summary>
    public const int DeepestStack = 512;

    private const int MostStacks = 200_000, MostFrames = 16_000_000;

    private readonly Dictionary<ulong[], int>.AlternateLookup<ReadOnlySpan<ulong>> _managed = NewIds(), _external = NewIds();
    private readonly List<(ulong[] Frames, bool IsManaged)> _stacks = [];
    private readonly List<int> _counts = [];
    private long _frames;

    /// <summary>What they take, in bytes.</summary>
    public long KeptBytes => (_frames * sizeof(ulong)) + (_stacks.Count * (Sizes.OfItem(20) + Sizes.OfEntry(12) + 24));

    /// <summary>How many there are.</summary>
    public int Count => _stacks.Count;

    /// <summary>A stack, the leaf first, and whether its thread was in managed code.</summary>
    public (ulong[] Frames, bool IsManaged) this[int stack] => _stacks[stack];

    /// <summary>How often a stack was seen.</summary>
    public int CountOf(int stack) => _counts[stack];

    /// <summary>The number of a stack; -1 where there are too many.</summary>
    /// <param name="stack">Its addresses, the leaf first.</param>
    /// <param name="isManaged">Whether its thread was in managed code.</param>
    public int Intern(ReadOnlySpan<ulong> stack, bool isManaged)
    {
        if (stack.Length > DeepestStack)
            stack = stack[..DeepestStack];
        Dictionary<ulong[], int>.AlternateLookup<ReadOnlySpan<ulong>> ids = isManaged ? _managed : _external;
        if (ids.TryGetValue(stack, out int id))
        {
            _counts[id]++;
            return id;
        }

        if (_stacks.Count >= MostStacks || _frames + stack.Length > MostFrames)
            return -1;
        ids.TryAdd(stack, id = _stacks.Count);
        ids.TryGetValue(stack, out ulong[]? kept, out _);
        _stacks.Add((kept!, isManaged));
        _counts.Add(1);
        _frames += stack.Length;
        return id;
    }

    private static Dictionary<ulong[], int>.AlternateLookup<ReadOnlySpan<ulong>> NewIds() => new Dictionary<ulong[], int>(new AddressComparer()).GetAlternateLookup<ReadOnlySpan<ulong>>();
}
