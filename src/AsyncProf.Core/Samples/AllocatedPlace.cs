namespace AsyncProf.Samples;

/// <summary>Where some samples of what a logical stack allocated were.</summary>
/// <param name="Frames">The synchronous frames, the outermost first.</param>
/// <param name="Type">The type.</param>
internal sealed record AllocatedPlace(IReadOnlyList<SampledFrame> Frames, string Type)
{
    /// <summary>For how many bytes they stand.</summary>
    public long Bytes { get; set; }

    /// <summary>Its stack in the profile; 0 as long as nothing is charged there.</summary>
    public int Stack { get; set; }
}
