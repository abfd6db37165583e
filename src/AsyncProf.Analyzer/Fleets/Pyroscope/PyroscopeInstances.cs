namespace AsyncProf.Fleets.Pyroscope;

/// <summary>
/// Finds the instances of a side. One label names those that push, another those that are scraped, and a service may have both: of each profile the first label that it has counts.
/// </summary>
/// <param name="query">Asks the store.</param>
/// <param name="names">The labels that may name them, the first first.</param>
/// <param name="labels">What else a profile of the side has.</param>
/// <param name="window">From when to when.</param>
internal sealed class PyroscopeInstances(PyroscopeQuery query, IReadOnlyList<string> names, IReadOnlyList<KeyValuePair<string, string>> labels, FleetWindow window)
{
    /// <summary>All of them, by name.</summary>
    public async Task<IReadOnlyList<PyroscopeInstance>> AllAsync(CancellationToken stop)
    {
        var found = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach ((string name, IReadOnlyList<KeyValuePair<string, string>> without) in Earlier())
        {
            foreach (string value in await query.ValuesAsync(name, PyroscopeQuery.SelectorOf(without), window, stop))
            {
                if (!found.TryGetValue(value, out List<string>? selectors))
                    found.Add(value, selectors = []);
                selectors.Add(SelectorOf(without, name, value));
            }
        }

        return [.. found.Select(instance => new PyroscopeInstance(instance.Key, instance.Value))];
    }

    /// <summary>The one of a name, whether or not the store has it.</summary>
    public PyroscopeInstance Of(string instance) => new(instance, [.. Earlier().Select(label => SelectorOf(label.Without, label.Name, instance))]);

    /// <summary>Whether there are profiles of ours whose instance none of the labels names.</summary>
    public async Task<bool> HasOthersAsync(CancellationToken stop) =>
        names.Count > 0 && !names.Any(IsGiven) && PyroscopeTypes.Of(await query.ValuesAsync(PyroscopeTypes.Label, PyroscopeQuery.SelectorOf([.. labels, .. names.Select(Absent)]), window, stop)) is not null;

    /// <summary>Each label that may name an instance, with what selects profiles that no earlier one names.</summary>
    private IEnumerable<(string Name, IReadOnlyList<KeyValuePair<string, string>> Without)> Earlier()
    {
        for (int i = 0; i < names.Count; i++)
        {
            yield return (names[i], [.. labels, .. names.Take(i).Select(Absent)]);
            if (IsGiven(names[i]))
                yield break; // all of the side have it
        }
    }

    private bool IsGiven(string name) => labels.Any(label => label.Key == name);

    /// <summary>A profile without the label: so an empty value is understood.</summary>
    private static KeyValuePair<string, string> Absent(string name) => new(name, "");

    private static string SelectorOf(IEnumerable<KeyValuePair<string, string>> without, string name, string value) => PyroscopeQuery.SelectorOf([.. without.Where(label => label.Key != name), new(name, value)]);
}
