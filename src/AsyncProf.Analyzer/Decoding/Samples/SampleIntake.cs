using AsyncProf.Budgets;
using AsyncProf.Decoding.Dispatches;
using AsyncProf.Engine;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Symbols.Awaits;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Decoding.Samples;

/// <summary>The samples of a recording while it is read: of threads, and of what they allocated; and the waits of threads, which come beside the events of operations as well.</summary>
internal sealed class SampleIntake : ISampleReceiver
{
    private readonly SampledStackTable _stacks = new();

    private SampleIntake(MemoryAccount memory, ModuleCodes codes, MetadataIndex index, bool hasStacks)
    {
        HasStacks = hasStacks;
        Methods = new AddressedMethods(memory) { KeepsMaps = true };
        Names = new SampledNames(_stacks, Methods, codes, index);
        Queue = new SampleQueue(_stacks);
    }

    /// <summary>Whether threads were sampled with their stacks. Otherwise there are only samples of what they allocated, if any.</summary>
    public bool HasStacks { get; }

    /// <summary>Samples whose moment has not come.</summary>
    public SampleQueue Queue { get; }

    /// <summary>The methods that addresses lie in, as the recording tells them.</summary>
    public AddressedMethods Methods { get; }

    /// <summary>What stacks mean, once all methods are known.</summary>
    public SampledNames Names { get; }

    /// <summary>What was allocated where.</summary>
    public AllocationSites Sites { get; } = new();

    /// <summary>The bytes for which all samples of what was allocated stand.</summary>
    public long AllocatedBytes { get; private set; }

    /// <summary>What it takes, in bytes, without the methods.</summary>
    public long KeptBytes => _stacks.KeptBytes + Queue.KeptBytes + Sites.KeptBytes;

    /// <summary>That of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="memory">What methods take is charged there.</param>
    /// <param name="codes">The modules' code, for lines.</param>
    /// <param name="index">What modules say of methods; they may be added later.</param>
    public static SampleIntake Of(string path, MemoryAccount memory, ModuleCodes codes, MetadataIndex index) =>
        new(memory, codes, index, hasStacks: StackField.IsThere && NettraceBlocks.MayHave(path, SampleEvents.ProviderName));

    /// <summary>Has samples go somewhere.</summary>
    /// <param name="onSample">Takes a sample whose moment has come: its thread, when, when that was looked at before, its stack.</param>
    /// <param name="onAllocation">The same of one of what was allocated: its thread, when, for how many bytes, its site.</param>
    public ISampleFeed Feed(Action<int, long, long, int> onSample, Action<int, long, long, int> onAllocation)
    {
        (Queue.OnSample, Queue.OnAllocation) = (onSample, onAllocation);
        return Queue;
    }

    /// <summary>What they say of a recording as a whole.</summary>
    /// <param name="recording">All else that is known of it.</param>
    /// <param name="outside">For how many bytes the samples stand that no operation's allocations hit.</param>
    public RecordingInfo Describe(RecordingInfo recording, long outside) => recording with
    {
        Samples = Queue.Count,
        SamplesLeftOut = Queue.LeftOut,
        SampleIntervalNs = Queue.Rounds > 0 ? recording.DurationNs / Queue.Rounds : 0,
        Allocated = AllocatedBytes > 0 ? new AllocationInfo(AllocatedBytes, 0, outside, 0, 0) { IsEstimate = true } : recording.Allocated,
    };

    /// <summary>Takes an event if it tells that a thread begins or ends a wait; whether it does.</summary>
    public bool TakeWait(Guid provider, int id, int thread, long timestamp, ReadOnlySpan<byte> payload)
    {
        if (provider != RuntimeEvents.Provider || id is not (WaitEvents.Begin or WaitEvents.End))
            return false;
        bool begins = id == WaitEvents.Begin;
        Queue.AddWait(thread, timestamp, begins ? WaitEvents.ObjectOf(payload) : 0, begins);
        return true;
    }

    /// <inheritdoc/>
    public void Sample(int thread, long timestamp, bool isManaged, ReadOnlySpan<ulong> stack)
    {
        if (HasStacks)
            Queue.Add(thread, timestamp, isManaged, stack);
    }

    /// <inheritdoc/>
    public void Allocation(int thread, long timestamp, in AllocationSample sample, ReadOnlySpan<ulong> stack)
    {
        AllocatedBytes = Math.Min(long.MaxValue / 64, AllocatedBytes + sample.Bytes);
        Queue.AddAllocation(thread, timestamp, sample.Bytes, Sites.Intern(HasStacks && !stack.IsEmpty ? _stacks.Intern(stack, isManaged: true) : -1, sample));
    }
}
