namespace AsyncProf.Profiles.Otlp;

/// <summary>How a profile becomes OTLP.</summary>
internal sealed record OtlpProfileOptions
{
    /// <summary>What is said of the process: attributes of its resource. They go before what the recording knows.</summary>
    public IReadOnlyDictionary<string, string> Resource { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether samples have no attributes, and those of one stack are one: each value of an attribute is a series of its own in some stores.</summary>
    public bool FoldsLabels { get; init; }
}
