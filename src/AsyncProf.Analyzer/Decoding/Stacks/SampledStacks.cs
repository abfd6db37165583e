using System.Runtime.InteropServices;
using AsyncProf.Budgets;

namespace AsyncProf.Decoding.Stacks;

/// <summary>The stacks at which operations began, each kept once; the beginnings that were seen with them; and the methods that the process had compiled before.</summary>
internal sealed class SampledStacks
{
    /// <summary>How many frames are kept of a stack, from its leaf: the operation's own is among the first nine, its caller's not far behind.</summary>
    public const int KeptFrames = 20;

    /// <summary>What is more than this is not kept: hours of bursts, or a file that claims too much.</summary>
    private const int MostSamples = 2_000_000, MostStacks = 200_000;

    private const long SampleBytes = 96;

    private readonly Dictionary<StackKey, int> _ids = [];
    private readonly List<ulong[]> _stacks = [];
    private readonly List<int> _seen = [];
    private readonly List<StackSample> _samples = [];
    private long _frames;

    /// <summary>The methods that were there when it began.</summary>
    public MethodMap Methods { get; } = new();

    /// <summary>What it takes, in bytes, with the look-up that is made of it.</summary>
    public long KeptBytes => Methods.KeptBytes + (_stacks.Count * (Sizes.OfEntry(12) + Sizes.OfItem(12) + 24)) + (_frames * sizeof(ulong)) + (_samples.Count * SampleBytes);

    public IReadOnlyList<ulong[]> Stacks => _stacks;

    public IReadOnlyList<StackSample> Samples => _samples;

    /// <summary>How often a stack was seen.</summary>
    public int SeenOf(int stack) => _seen[stack];

    /// <summary>Adds one; returns the number of its stack, -1 where there were too many.</summary>
    public int Add(int taskId, long timestamp, ReadOnlySpan<ulong> stack)
    {
        if (_samples.Count >= MostSamples)
            return -1;
        var key = new StackKey(stack[..Math.Min(stack.Length, KeptFrames)].ToArray());
        ref int id = ref CollectionsMarshal.GetValueRefOrAddDefault(_ids, key, out bool isKnown);
        if (!isKnown)
        {
            if (_stacks.Count >= MostStacks)
            {
                _ids.Remove(key);
                return -1;
            }

            id = _stacks.Count;
            _stacks.Add(key.Frames);
            _frames += key.Frames.Length;
            _seen.Add(0);
        }

        _seen[id]++;
        _samples.Add(new StackSample(taskId, timestamp, id));
        return id;
    }

    private readonly record struct StackKey(ulong[] Frames)
    {
        public bool Equals(StackKey other) => Frames.AsSpan().SequenceEqual(other.Frames);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.AddBytes(MemoryMarshal.AsBytes<ulong>(Frames));
            return hash.ToHashCode();
        }
    }
}
