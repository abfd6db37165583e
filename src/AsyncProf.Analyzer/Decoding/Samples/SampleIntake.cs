using AsyncProf.Budgets;
using AsyncProf.Decoding.Dispatches;
using AsyncProf.Engine;
using AsyncProf.Symbols.Awaits;

namespace AsyncProf.Decoding.Samples;

/// <summary>The samples of a recording while it is read.</summary>
internal sealed class SampleIntake
{
    private readonly SampledStackTable _stacks = new();

    private SampleIntake(MemoryAccount memory, ModuleCodes codes)
    {
        Methods = new AddressedMethods(memory) { KeepsMaps = true };
        Names = new SampledNames(_stacks, Methods, codes);
        Queue = new SampleQueue(_stacks);
    }

    /// <summary>Samples whose moment has not come.</summary>
    public SampleQueue Queue { get; }

    /// <summary>The methods that addresses lie in, as the recording tells them.</summary>
    public AddressedMethods Methods { get; }

    /// <summary>What stacks mean, once all methods are known.</summary>
    public SampledNames Names { get; }

    /// <summary>What it takes, in bytes, without the methods.</summary>
    public long KeptBytes => _stacks.KeptBytes + Queue.KeptBytes;

    /// <summary>That of a file; null where it has no samples, or they cannot be read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="memory">What methods take is charged there.</param>
    /// <param name="codes">The modules' code, for lines.</param>
    public static SampleIntake? Of(string path, MemoryAccount memory, ModuleCodes codes) =>
        StackField.IsThere && NettraceBlocks.MayHave(path, SampleEvents.ProviderName) ? new SampleIntake(memory, codes) : null;

    /// <summary>Has samples go somewhere.</summary>
    /// <param name="onSample">Takes a sample whose moment has come: its thread, when, when that was looked at before, its stack.</param>
    public ISampleFeed Feed(Action<int, long, long, int> onSample)
    {
        Queue.OnSample = onSample;
        return Queue;
    }

    /// <summary>Takes a sample from the file.</summary>
    public void Take(int thread, long timestamp, bool isManaged, ReadOnlySpan<ulong> stack) => Queue.Add(thread, timestamp, isManaged, stack);
}
