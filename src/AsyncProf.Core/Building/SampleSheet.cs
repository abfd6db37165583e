using System.Runtime.InteropServices;
using AsyncProf.Attribution;
using AsyncProf.Budgets;
using AsyncProf.Symbols;

namespace AsyncProf.Building;

/// <summary>Counts sampled stacks by the logical stack that they were seen in. Bounded: beyond a number of different ones they are counted as left out.</summary>
internal sealed class SampleSheet
{
    private const int Most = 500_000;

    private readonly Dictionary<(int Stack, MethodId Method, int Sampled), SeenTime> _counts = [];
    private readonly Dictionary<int, SeenTime> _outside = [];

    /// <summary>What they take, in bytes.</summary>
    public long KeptBytes => (_counts.Count * Sizes.OfEntry(32)) + (_outside.Count * Sizes.OfEntry(24));

    /// <summary>Samples that had no room.</summary>
    public long LeftOut { get; private set; }

    /// <summary>Whether there are any.</summary>
    public bool Any => _counts.Count + _outside.Count > 0;

    /// <summary>Samples outside any operation, by their stacks.</summary>
    public IReadOnlyDictionary<int, SeenTime> Outside => _outside;

    /// <summary>How often each stack was seen, by the logical stack and the method that was executed.</summary>
    public ILookup<int, (MethodId Method, int Sampled, SeenTime Seen)> ByStack() =>
        _counts.OrderBy(pair => pair.Key.Stack).ThenBy(pair => pair.Key.Sampled).ToLookup(pair => pair.Key.Stack, pair => (pair.Key.Method, pair.Key.Sampled, pair.Value));

    /// <summary>The samples of one tree.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="samples">Those of its samples that are meant.</param>
    /// <param name="stacks">The logical stack of each of its nodes.</param>
    public void Add(RootTree tree, IReadOnlyList<NodeSample> samples, int[] stacks)
    {
        foreach (NodeSample sample in samples)
            Count(_counts, (stacks[sample.Node], tree[sample.Node].Method, sample.Stack), sample.Ticks);
    }

    /// <summary>A sample outside any operation, and the time for which it stands.</summary>
    public void AddOutside(int sampled, long ticks) => Count(_outside, sampled, ticks);

    private void Count<TKey>(Dictionary<TKey, SeenTime> counts, TKey key, long ticks)
        where TKey : notnull
    {
        if (counts.Count >= Most && !counts.ContainsKey(key))
        {
            LeftOut++;
            return;
        }

        ref SeenTime seen = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _);
        seen = new SeenTime(seen.Count + 1, seen.Ticks + ticks);
    }
}
