namespace AsyncProf.Fleets.Pyroscope;

/// <summary>What a store of profiles calls the labels: underscores where OpenTelemetry has dots, and names that scrapers give.</summary>
internal static class PyroscopeLabels
{
    private const string ServiceName = "service_name";

    private static readonly Dictionary<string, string[]> Names = new(StringComparer.Ordinal)
    {
        [FleetLabels.Service] = [ServiceName],
        [FleetLabels.Version] = ["service_version", "version"],
        [FleetLabels.Environment] = ["deployment_environment_name", "deployment_environment", "environment", "env"],
        [FleetLabels.Instance] = ["service_instance_id", "instance", "pod", "hostname"],
    };

    /// <summary>The name of a label that is there; the first of those that it may have where none is.</summary>
    /// <param name="label">The label.</param>
    /// <param name="there">The names that are there.</param>
    public static string Of(string label, IReadOnlyList<string> there)
    {
        string[] names = Names.GetValueOrDefault(label) ?? [label.Replace('.', '_')];
        return names.FirstOrDefault(there.Contains) ?? names[0];
    }

    /// <summary>All names that are there of those that a label may have: profiles of one service may differ in it.</summary>
    /// <param name="label">The label.</param>
    /// <param name="there">The names that are there.</param>
    public static IReadOnlyList<string> AllOf(string label, IReadOnlyList<string> there) => [.. Names[label].Where(there.Contains)];

    /// <summary>Whether a name can stand in a selector as it is.</summary>
    public static bool IsName(string name) => name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');
}
