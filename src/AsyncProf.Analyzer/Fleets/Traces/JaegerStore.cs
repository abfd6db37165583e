using System.Globalization;
using System.Text.Json;

namespace AsyncProf.Fleets.Traces;

/// <summary>
/// Jaeger: its API v3, or the one of its page before that. A search returns the newest traces up to a number and has no pages, so the window is asked for in parts, that all of it has a say:
/// <see href="https://www.jaegertracing.io/docs/latest/architecture/apis/"/>.
/// </summary>
/// <param name="client">Asks it.</param>
/// <param name="isLegacy">Whether it is the old one.</param>
internal sealed class JaegerStore(StoreClient client, bool isLegacy) : IFleetStore
{
    /// <summary>Where v3 lists the services, which tells that it is there.</summary>
    public const string Services = "/api/v3/services";

    /// <summary>The same of the old one.</summary>
    public const string LegacyServices = "/api/services";

    /// <summary>So many parts a window is asked for in, where as many traces are wanted.</summary>
    private const int Parts = 20;

    /// <inheritdoc/>
    public string Name => "Jaeger";

    /// <inheritdoc/>
    public async Task<IFleetSide> OpenAsync(Selector selector, CancellationToken stop)
    {
        if (selector[FleetLabels.Service] is null)
            selector = selector.Of(await OnlyServiceAsync(stop));
        string searched = await SearchedAsync(selector, stop);
        var set = new SpanSet(selector, client.Limits);
        int parts = Math.Min(Parts, client.Limits.Traces), depth = client.Limits.Traces / parts;
        foreach (FleetWindow part in selector.Window.Split(parts))
        {
            set.IsCut |= await ReadAsync(selector, part, depth, searched, set, stop) >= depth;
        }

        return new TraceSide(Name, selector, set);
    }

    private Task<int> ReadAsync(Selector selector, FleetWindow part, int depth, string searched, SpanSet set, CancellationToken stop) =>
        isLegacy ? ReadLegacyAsync(selector, part, depth, searched, set, stop) : ReadNewAsync(selector, part, depth, searched, set, stop);

    private async Task<int> ReadNewAsync(Selector selector, FleetWindow part, int depth, string searched, SpanSet set, CancellationToken stop)
    {
        string path = $"/api/v3/traces?query.serviceName={Escaped(selector[FleetLabels.Service]!)}&query.startTimeMin={Rfc3339(part.Since)}&query.startTimeMax={Rfc3339(part.Until)}&query.searchDepth={depth.ToString(CultureInfo.InvariantCulture)}";
        if (searched.Length > 0)
            path += $"&query.attributes={Escaped(searched)}";
        StoreAnswer answer = await client.GetAsync(path, stop);
        if (answer.IsMissing)
            return 0; // so it says that no trace matches
        using JsonDocument json = client.JsonOf(answer);
        return OtlpSpanReader.Read(JsonShape.Of(JsonShape.Of(json.RootElement, "result"), "resourceSpans"), set);
    }

    private async Task<int> ReadLegacyAsync(Selector selector, FleetWindow part, int depth, string searched, SpanSet set, CancellationToken stop)
    {
        string path = string.Create(CultureInfo.InvariantCulture, $"/api/traces?service={Escaped(selector[FleetLabels.Service]!)}&start={Microseconds(part.Since)}&end={Microseconds(part.Until)}&limit={depth}");
        if (searched.Length > 0)
            path += $"&tags={Escaped(searched)}";
        StoreAnswer answer = await client.GetAsync(path, stop);
        if (answer.IsMissing)
            return 0;
        using JsonDocument json = client.JsonOf(answer);
        return LegacySpanReader.Read(JsonShape.Of(json.RootElement, "data"), set);
    }

    /// <summary>The one service that it knows, but for its own.</summary>
    private async Task<string> OnlyServiceAsync(CancellationToken stop)
    {
        using JsonDocument json = client.JsonOf(await client.GetAsync(isLegacy ? LegacyServices : Services, stop));
        string[] services = [.. JsonShape.Each(json.RootElement, isLegacy ? "data" : "services").Select(JsonShape.Plain).Where(name => name.Length > 0 && !name.StartsWith("jaeger", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        return services is [var only] ? only : throw new FleetException(services.Length == 0
            ? $"Jaeger at {client.Shown} knows no service: it holds no traces yet."
            : $"Jaeger at {client.Shown} knows several services: add service= to --base and --head, one of {string.Join(", ", services.Take(8))}{(services.Length > 8 ? ", …" : "")}.");
    }

    /// <summary>What it can look for itself, as JSON; empty for nothing. What it cannot is looked for in what it gives.</summary>
    private async Task<string> SearchedAsync(Selector selector, CancellationToken stop)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (KeyValuePair<string, string> label in selector.Labels)
        {
            if (label.Key != FleetLabels.Service && await AttributeOfAsync(selector, label, stop) is { } attribute)
                attributes[attribute] = label.Value;
        }

        return Json(attributes);
    }

    /// <summary>The attribute that a label stands in: of several the first by which something of it is found; null where none is.</summary>
    private async Task<string?> AttributeOfAsync(Selector selector, KeyValuePair<string, string> label, CancellationToken stop)
    {
        IReadOnlyList<string> names = StoredResource.NamesOf(label.Key);
        if (names is [var only])
            return only;
        Selector one = selector with { Labels = [new(FleetLabels.Service, selector[FleetLabels.Service]!), label] };
        foreach (string name in names)
        {
            var found = new SpanSet(one, client.Limits);
            await ReadAsync(one, one.Window, 1, Json(new() { [name] = label.Value }), found, stop);
            if (found.Count > 0)
                return name;
        }

        return null;
    }

    private static string Json(Dictionary<string, string> attributes) => attributes.Count == 0 ? "" : JsonSerializer.Serialize(attributes);

    private static string Escaped(string text) => Uri.EscapeDataString(text);

    private static string Rfc3339(DateTime moment) => Escaped(moment.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture));

    private static long Microseconds(DateTime moment) => (moment - DateTime.UnixEpoch).Ticks / 10;
}
