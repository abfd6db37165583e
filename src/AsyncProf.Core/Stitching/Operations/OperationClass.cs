using AsyncProf.Stitching.Records;

namespace AsyncProf.Stitching.Operations;

/// <summary>What a name says of the operations that bear it.</summary>
internal readonly struct OperationClass(OperationKind kind, OperationFlags flags)
{
    public OperationKind Kind { get; } = kind;

    public OperationFlags Flags { get; } = flags;

    /// <summary>False only for the default value.</summary>
    public bool Known { get; } = true;
}
