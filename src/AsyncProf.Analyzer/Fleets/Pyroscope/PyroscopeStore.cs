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
        KeyValuePair<string, string>[] labels = [.. selector.Labels.Where(label => label.Key != FleetLabels.Instance).Select(label => new KeyValuePair<string, string>(PyroscopeLabels.Of(label.Key, there), label.Value))];
        if (labels.FirstOrDefault(label => !PyroscopeLabels.IsName(label.Key)) is { Key: { } wrong })
            throw new FleetException($"{wrong} is no label of Pyroscope's: its labels are {string.Join(", ", there.Where(name => !name.StartsWith("__", StringComparison.Ordinal)).Take(12))}.");
        var naming = new PyroscopeInstances(query, PyroscopeLabels.AllOf(FleetLabels.Instance, there), labels, selector.Window);
        PyroscopeInstance? only = selector[FleetLabels.Instance] is { } asked ? naming.Of(asked) : null;
        IReadOnlyList<string> whole = only?.Selectors ?? [PyroscopeQuery.SelectorOf(labels)];
        List<string> ids = [];
        foreach (string some in whole)
            ids.AddRange(await query.ValuesAsync(PyroscopeTypes.Label, some, selector.Window, stop));
        IReadOnlyDictionary<string, string> types = PyroscopeTypes.Of(ids)
            ?? PyroscopeTypes.Of(await query.TypesAsync(selector.Window, stop))
            ?? throw new FleetException($"Pyroscope at {client.Shown} holds no profile of AsyncProf from {selector.Window}: none has the sample types operations and elapsed.running.{LookBack(selector)}");
        return new PyroscopeSide(query, selector, types, whole, only is null ? await naming.AllAsync(stop) : [only])
        {
            HasOthers = only is null && await naming.HasOthersAsync(stop),
            LookBack = LookBack(selector),
        };
    }

    /// <summary>That it may have left out what is too long ago, with a blank before it: it moves where a question begins without a word.</summary>
    private string LookBack(Selector selector) => selector.Window.Since < client.UtcNow - PyroscopeQuery.LongestAgo
        ? string.Create(CultureInfo.InvariantCulture, $" It tells nothing of more than {PyroscopeQuery.LongestAgo.TotalDays:0} days ago, unless its max_query_lookback was changed.")
        : "";
}
