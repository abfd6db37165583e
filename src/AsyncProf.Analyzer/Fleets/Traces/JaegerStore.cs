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
        var set = new SpanSet(selector, client.Limits);
        int parts = Math.Min(Parts, client.Limits.Traces), depth = client.Limits.Traces / parts;
        foreach (FleetWindow part in selector.Window.Split(parts))
        {
            int found = isLegacy ? await ReadLegacyAsync(selector, part, depth, set, stop) : await ReadAsync(selector, part, depth, set, stop);
            set.IsCut |= found >= depth;
        }

        return new TraceSide(Name, selector, set);
    }

    private async Task<int> ReadAsync(Selector selector, FleetWindow part, int depth, SpanSet set, CancellationToken stop)
    {
        string path = $"/api/v3/traces?query.serviceName={Escaped(selector[FleetLabels.Service]!)}&query.startTimeMin={Rfc3339(part.Since)}&query.startTimeMax={Rfc3339(part.Until)}&query.searchDepth={depth.ToString(CultureInfo.InvariantCulture)}";
        if (Searched(selector) is { Length: > 0 } attributes)
            path += $"&query.attributes={Escaped(attributes)}";
        StoreAnswer answer = await client.GetAsync(path, stop);
        if (answer.IsMissing)
            return 0; // so it says that no trace matches
        using JsonDocument json = client.JsonOf(answer);
        return OtlpSpanReader.Read(JsonShape.Of(JsonShape.Of(json.RootElement, "result"), "resourceSpans"), set);
    }

    private async Task<int> ReadLegacyAsync(Selector selector, FleetWindow part, int depth, SpanSet set, CancellationToken stop)
    {
        string path = string.Create(CultureInfo.InvariantCulture, $"/api/traces?service={Escaped(selector[FleetLabels.Service]!)}&start={Microseconds(part.Since)}&end={Microseconds(part.Until)}&limit={depth}");
        if (Searched(selector) is { Length: > 0 } tags)
            path += $"&tags={Escaped(tags)}";
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
    private static string Searched(Selector selector)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string label, string value) in selector.Labels)
        {
            if (label != FleetLabels.Service && StoredResource.SearchedBy(label) is { } attribute)
                attributes[attribute] = value;
        }

        return attributes.Count == 0 ? "" : JsonSerializer.Serialize(attributes);
    }

    private static string Escaped(string text) => Uri.EscapeDataString(text);

    private static string Rfc3339(DateTime moment) => Escaped(moment.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture));

    private static long Microseconds(DateTime moment) => (moment - DateTime.UnixEpoch).Ticks / 10;
}
