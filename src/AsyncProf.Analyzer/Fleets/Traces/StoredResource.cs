namespace AsyncProf.Fleets.Traces;

/// <summary>Which process spans are of, as a store tells it.</summary>
/// <param name="Attributes">Its attributes, as texts.</param>
internal sealed record StoredResource(IReadOnlyDictionary<string, string> Attributes)
{
    /// <summary>More than any resource has.</summary>
    public const int MostAttributes = 256;

    /// <summary>What stands for a process that does not say which it is.</summary>
    private const string NoInstance = "(one)";

    public const string ServiceName = "service.name";

    /// <summary>The attributes that a label may stand in; the first that is there counts. By OpenTelemetry's conventions for resources, old names last.</summary>
    private static readonly Dictionary<string, string[]> Names = new(StringComparer.Ordinal)
    {
        [FleetLabels.Service] = [ServiceName],
        [FleetLabels.Version] = ["service.version"],
        [FleetLabels.Environment] = ["deployment.environment.name", "deployment.environment"],
        [FleetLabels.Instance] = ["service.instance.id", "k8s.pod.name", "container.id", "host.name", "hostname"],
    };

    /// <summary>What tells it from others of its service.</summary>
    public string Instance => this[FleetLabels.Instance] ?? NoInstance;

    /// <summary>The value of a label or an attribute; null where it has none.</summary>
    public string? this[string label] => NamesOf(label).Select(name => Attributes.GetValueOrDefault(name)).FirstOrDefault(value => value is not null);

    /// <summary>Whether all labels of a selector hold.</summary>
    public bool Fits(Selector selector) => selector.Labels.All(label => this[label.Key] == label.Value);

    /// <summary>The attributes that a label may stand in; the first that is there counts.</summary>
    public static IReadOnlyList<string> NamesOf(string label) => Names.TryGetValue(label, out string[]? names) ? names : [label];
}
