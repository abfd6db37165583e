using System.Globalization;
using System.Text.Json;

namespace AsyncProf.Fleets.Traces;

/// <summary>
/// The Aspire dashboard, where its API is on (<c>ASPIRE_DASHBOARD_API_ENABLED</c>; the key is the header <c>x-api-key</c>). It filters by resource alone, so version and time are looked for in
/// what it gives: the newest traces.
/// </summary>
/// <param name="client">Asks it.</param>
internal sealed class AspireStore(StoreClient client) : IFleetStore
{
    /// <summary>Where it lists what it knows, which tells that it is there.</summary>
    public const string Resources = "/api/telemetry/resources";

    /// <summary>More it does not look at itself.</summary>
    private const int MostTraces = 10_000;

    /// <inheritdoc/>
    public string Name => "the Aspire dashboard";

    /// <inheritdoc/>
    public async Task<IFleetSide> OpenAsync(Selector selector, CancellationToken stop)
    {
        var set = new SpanSet(selector, client.Limits);
        foreach (string resource in await ResourcesAsync(selector[FleetLabels.Service], stop))
        {
            StoreAnswer answer = await client.GetAsync(string.Create(CultureInfo.InvariantCulture, $"/api/telemetry/traces?resource={Uri.EscapeDataString(resource)}&limit={MostTraces}"), stop);
            if (answer.IsMissing)
                continue; // gone since it was listed
            using JsonDocument json = client.JsonOf(answer);
            OtlpSpanReader.Read(JsonShape.Of(JsonShape.Of(json.RootElement, "data"), "resourceSpans"), set);
            set.IsCut |= JsonShape.NumberOf(json.RootElement, "returnedCount") < JsonShape.NumberOf(json.RootElement, "totalCount");
        }

        return new TraceSide(Name, selector, set);
    }

    /// <summary>What it calls the instances of a service; all that it knows where none is named.</summary>
    private async Task<IReadOnlyList<string>> ResourcesAsync(string? service, CancellationToken stop)
    {
        using JsonDocument json = client.JsonOf(await client.GetAsync(Resources, stop));
        (string Name, string Shown)[] all = [.. JsonShape.Each(json.RootElement).Where(one => JsonShape.TextOf(one, "hasTraces") != "false").Select(one => (JsonShape.TextOf(one, "name"), JsonShape.TextOf(one, "displayName")))];
        string[] found = [.. all.Where(one => service is null || one.Name == service).Select(one => one.Shown.Length > 0 ? one.Shown : one.Name).Distinct(StringComparer.Ordinal)];
        return found.Length > 0 ? found : throw new FleetException($"The Aspire dashboard at {client.Shown} knows no {service ?? "resource with traces"}{(all.Length > 0 ? $": it knows {string.Join(", ", all.Select(one => one.Name).Distinct().Take(8))}" : "")}.");
    }
}
