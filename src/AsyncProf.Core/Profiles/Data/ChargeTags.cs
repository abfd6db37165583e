using AsyncProf.Events;

namespace AsyncProf.Profiles.Data;

/// <summary>What tells the samples of one stack apart, in one number: the root's kind, how the operation ended, who awaited it, how long it took, and for some whose request it was.</summary>
/// <param name="Packed">The bits.</param>
internal readonly record struct ChargeTags(int Packed)
{
    /// <summary>So many requests of a profile can have samples of their own.</summary>
    public const int MaximumLinks = 255;

    private const int NoBucket = (1 << 12) - 1, LinkShift = 23;

    public ChargeTags(RootKind root, OperationStatus status, AwaitedBy awaited, int bucket)
        : this(((int)root << 20) | ((int)status << 16) | ((int)awaited << 13) | (bucket < 0 ? NoBucket : bucket))
    {
    }

    public RootKind Root => (RootKind)((Packed >> 20) & 7);

    public OperationStatus Status => (OperationStatus)((Packed >> 16) & 15);

    public AwaitedBy Awaited => (AwaitedBy)((Packed >> 13) & 7);

    /// <summary>The number of the request in <see cref="ProfileData.Links"/>, from 1 on; 0 for all that have no samples of their own.</summary>
    public int Link => Packed >> LinkShift;

    /// <summary>The same of another request.</summary>
    public ChargeTags LinkedTo(int link) => new((Packed & ((1 << LinkShift) - 1)) | (link << LinkShift));

    /// <summary>The bucket of the operation's duration; negative where it was cut by the recording's edges.</summary>
    public int Bucket => (Packed & NoBucket) is var bucket && bucket == NoBucket ? -1 : bucket;
}
