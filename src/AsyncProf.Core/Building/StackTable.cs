using System.Runtime.CompilerServices;
using AsyncProf.Attribution;
using AsyncProf.Budgets;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Durations;
using AsyncProf.Stitching.Records;

namespace AsyncProf.Building;

/// <summary>Interned logical stacks as (parent, frame), and what was charged to each, in ticks. Bounded; parents come before their children.</summary>
internal sealed class StackTable
{
    /// <summary>The stack of no frames.</summary>
    public const int Root = 0;

    private const int SamplesPerStack = 4;

    private const int SeveralLines = -1;

    /// <summary>Where there are too many samples, durations are told apart by a half instead of 5 %.</summary>
    private const int CoarseBuckets = 8;

    private readonly int _maximum;
    private readonly int _maximumDepth;
    private readonly Dictionary<long, int> _ids = [];
    private readonly Dictionary<long, int> _sampleIds = [];
    private StackNode[] _stacks = new StackNode[64];
    private int[] _depths = new int[64];
    private int[] _lines = new int[64];
    private Entry[] _samples = new Entry[64];
    private int _count = 1;
    private int _sampleCount;

    /// <summary>Creates a table.</summary>
    /// <param name="maximum">How many stacks are told apart; half as many again hold what is folded.</param>
    /// <param name="maximumDepth">How many frames a stack may have; what is deeper is folded.</param>
    public StackTable(int maximum, int maximumDepth)
    {
        (_maximum, _maximumDepth) = (maximum, maximumDepth);
        _stacks[Root] = new StackNode(-1, FrameTable.All);
    }

    /// <summary>What they take, in bytes.</summary>
    public long KeptBytes => (_stacks.LongLength * (Unsafe.SizeOf<StackNode>() + (2 * sizeof(int)))) + (_samples.LongLength * Unsafe.SizeOf<Entry>()) + (((long)_count + _sampleCount) * Sizes.OfEntry(12));

    /// <summary>How often a stack was folded into <c>(other)</c>.</summary>
    public long Folded { get; private set; }

    /// <summary>The stack of a frame below another.</summary>
    /// <param name="parent">The stack above.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="line">The line at which the frame above awaits it; 0 where it is not known.</param>
    public int Child(int parent, int frame, int line = 0)
    {
        int id = Find(parent, frame);
        if (line > 0 && _lines[id] != line)
            _lines[id] = _lines[id] == 0 ? line : SeveralLines;
        return id;
    }

    private int Find(int parent, int frame)
    {
        long key = ((long)parent << 32) | (uint)frame;
        if (_ids.TryGetValue(key, out int id))
            return id;
        if (_count >= _maximum || _depths[parent] >= _maximumDepth)
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
        {
            Array.Resize(ref _stacks, _count * 2);
            Array.Resize(ref _depths, _count * 2);
            Array.Resize(ref _lines, _count * 2);
        }

        id = _count++;
        _stacks[id] = new StackNode(parent, frame);
        _depths[id] = _depths[parent] + 1;
        _ids.Add(key, id);
        return id;
    }

    public void Add(int stack, ChargeTags tags, in StateTimes task, in StateTimes elapsed, long calls, long wallNs, in ResourceUse use = default)
    {
        int id = SampleOf(stack, tags); // may move the samples
        ref Entry sample = ref _samples[id];
        sample.Task.Add(task);
        sample.Elapsed.Add(elapsed);
        sample.Calls += calls;
        sample.WallNs += wallNs;
        sample.Use += use;
    }

    /// <summary>The stacks and samples, in nanoseconds.</summary>
    /// <param name="clock">What its ticks are.</param>
    /// <param name="measured">What of threads is theirs, beside time.</param>
    public (StackNode[] Stacks, StackCharge[] Samples) Freeze(TickClock clock, MeasuredUse measured)
    {
        var samples = new StackCharge[_sampleCount];
        for (int i = 0; i < _sampleCount; i++)
        {
            ref Entry entry = ref _samples[i];
            samples[i] = new StackCharge(entry.Stack, entry.Tags, new Measures(entry.Calls, entry.WallNs, clock.ToNs(entry.Task), clock.ToNs(entry.Elapsed), entry.Use.Only(measured)));
        }

        StackNode[] stacks = _stacks[.._count];
        for (int id = 0; id < _count; id++)
            stacks[id] = stacks[id] with { Line = Math.Max(0, _lines[id]) };
        return (stacks, samples);
    }

    private int SampleOf(int stack, ChargeTags tags)
    {
        long key = ((long)stack << 32) | (uint)tags.Packed;
        if (_sampleIds.TryGetValue(key, out int id))
            return id;
        bool isFull = _sampleCount >= (long)_maximum * SamplesPerStack;
        if (isFull && tags.Link > 0)
            return SampleOf(stack, tags.LinkedTo(0));
        if (isFull && tags.Bucket is var bucket && bucket >= 0 && bucket % CoarseBuckets != CoarseBuckets - 1)
        {
            int coarse = Math.Min(DurationBuckets.Count - 1, bucket | (CoarseBuckets - 1));
            return SampleOf(stack, new ChargeTags(tags.Root, tags.Status, tags.Awaited, coarse));
        }

        if (_sampleCount == _samples.Length)
            Array.Resize(ref _samples, _sampleCount * 2);
        id = _sampleCount++;
        _samples[id] = new Entry { Stack = stack, Tags = tags };
        _sampleIds.Add(key, id);
        return id;
    }

    private struct Entry
    {
        public int Stack;
        public ChargeTags Tags;
        public long Calls;
        public long WallNs;
        public StateTimes Task;
        public StateTimes Elapsed;
        public ResourceUse Use;
    }
}
