namespace AsyncProf.Samples;

/// <summary>What was allocated where, by the numbers of samples.</summary>
internal interface IAllocationSites
{
    /// <summary>The number of the stack, or -1 where it is not known, and the type.</summary>
    (int Stack, string Type) this[int site] { get; }
}
