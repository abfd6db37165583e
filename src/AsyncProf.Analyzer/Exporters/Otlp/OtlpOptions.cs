using AsyncProf.Spans;

namespace AsyncProf.Exporters.Otlp;

/// <summary>Which spans of a recording are wanted, and what they say of the process.</summary>
internal sealed record OtlpOptions
{
    /// <summary>Which operations become spans.</summary>
    public SpanRules Rules { get; init; } = SpanRules.Default;

    /// <summary>Whether what may say more than how the code works is left out.</summary>
    public bool IsRedacted { get; init; }

    /// <summary>What the user says of the process: attributes of its resource.</summary>
    public IReadOnlyDictionary<string, string> Resource { get; init; } = new Dictionary<string, string>();
}
