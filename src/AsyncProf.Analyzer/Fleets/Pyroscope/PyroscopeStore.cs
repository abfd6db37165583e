using System.Globalization;

namespace AsyncProf.Fleets.Pyroscope;

/// <summary>Pyroscope, to which profiles of ours were pushed, or by which they were pulled.</summary>
/// <param name="client">Asks it.</param>
internal sealed class PyroscopeStore(StoreClient client) : IFleetStore
{
    /// <inheritdoc/>
    public string Name => "Pyroscope";

    /// <inheritdoc/>
    public async Task<IFleetSide> OpenAsync(Selector selector, CancellationToken stop)
    {
        var query = new PyroscopeQuery(client);
        string service = selector[FleetLabels.Service] is { } named ? PyroscopeQuery.SelectorOf([new(PyroscopeLabels.Of(FleetLabels.Service, []), named)]) : "{}";
        IReadOnlyList<string> there = await query.LabelsAsync(service, selector.Window, stop);
        KeyValuePair<string, string>[] labels = [.. selector.Labels.Select(label => new KeyValuePair<string, string>(PyroscopeLabels.Of(label.Key, there), label.Value))];
        if (labels.FirstOrDefault(label => !PyroscopeLabels.IsName(label.Key)) is { Key: { } wrong })
            throw new FleetException($"{wrong} is no label of Pyroscope's: its labels are {string.Join(", ", there.Where(name => !name.StartsWith("__", StringComparison.Ordinal)).Take(12))}.");
        string instance = PyroscopeLabels.Of(FleetLabels.Instance, there);
        IReadOnlyList<string> instances = there.Contains(instance) ? await query.ValuesAsync(instance, PyroscopeQuery.SelectorOf(labels), selector.Window, stop) : [];
        IReadOnlyDictionary<string, string> types = PyroscopeTypes.Of(await query.ValuesAsync(PyroscopeTypes.Label, PyroscopeQuery.SelectorOf(labels), selector.Window, stop))
            ?? PyroscopeTypes.Of(await query.TypesAsync(selector.Window, stop))
            ?? throw new FleetException($"Pyroscope at {client.Shown} holds no profile of AsyncProf from {selector.Window}: none has the sample types operations and elapsed.running.{LookBack(selector)}");
        return new PyroscopeSide(query, selector, labels, types, instance, instances) { LookBack = LookBack(selector) };
    }

    /// <summary>That it may have left out what is too long ago, with a blank before it: it moves where a question begins without a word.</summary>
    private string LookBack(Selector selector) => selector.Window.Since < client.UtcNow - PyroscopeQuery.LongestAgo
        ? string.Create(CultureInfo.InvariantCulture, $" It tells nothing of more than {PyroscopeQuery.LongestAgo.TotalDays:0} days ago, unless its max_query_lookback was changed.")
        : "";
}
