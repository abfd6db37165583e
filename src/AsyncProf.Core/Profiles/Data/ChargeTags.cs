using AsyncProf.Events;

namespace AsyncProf.Profiles.Data;

/// <summary>What tells the samples of one stack apart, in one number: the root's kind, how the operation ended, who awaited it, and how long it took.</summary>
/// <param name="Packed">The bits.</param>
internal readonly record struct ChargeTags(int Packed)
{
    private const int NoBucket = (1 << 12) - 1;

    public ChargeTags(RootKind root, OperationStatus status, AwaitedBy awaited, int bucket)
        : this(((int)root << 20) | ((int)status << 16) | ((int)awaited << 13) | (bucket < 0 ? NoBucket : bucket))
    {
    }

    public RootKind Root => (RootKind)(Packed >> 20);

    public OperationStatus Status => (OperationStatus)((Packed >> 16) & 15);

    public AwaitedBy Awaited => (AwaitedBy)((Packed >> 13) & 7);

    /// <summary>The bucket of the operation's duration; negative where it was cut by the recording's edges.</summary>
    public int Bucket => (Packed & NoBucket) is var bucket && bucket == NoBucket ? -1 : bucket;
}
