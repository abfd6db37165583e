using System.Globalization;
using System.Text.Json;

namespace AsyncProf.Fleets.Traces;

/// <summary>
/// The Aspire dashboard, where its API is on (<c>ASPIRE_DASHBOARD_API_ENABLED</c>; the key is the header <c>x-api-key</c>). It filters by resource alone, so version and time are looked for in
/// what it gives: the newest traces of a resource, the oldest of them first.
/// </summary>
/// <param name="client">Asks it.</param>
internal sealed class AspireStore(StoreClient client) : IFleetStore
{
    /// <summary>Where it lists what it knows, which tells that it is there.</summary>
    public const string Resources = "/api/telemetry/resources";

    /// <summary>More it does not look at itself.</summary>
    private const int MostTraces = 10_000;

    /// <summary>So many times what is wanted is asked for, because not all that it gives lies in the window.</summary>
    private const int Ample = 5;

    /// <inheritdoc/>
    public string Name => "the Aspire dashboard";

    /// <inheritdoc/>
    public async Task<IFleetSide> OpenAsync(Selector selector, CancellationToken stop)
    {
        var newest = new NewestTraces(selector, client.Limits);
        bool isCut = false;
        foreach (string resource in await ResourcesAsync(selector[FleetLabels.Service], stop))
        {
            using JsonDocument? json = await NewestAsync(resource, stop);
            if (json is null)
                continue;
            var found = new SpanSet(selector, client.Limits with { Traces = int.MaxValue });
            OtlpSpanReader.Read(JsonShape.Of(JsonShape.Of(json.RootElement, "data"), "resourceSpans"), found);
            newest.Add(found);
            isCut |= JsonShape.NumberOf(json.RootElement, "returnedCount") < JsonShape.NumberOf(json.RootElement, "totalCount");
        }

        var set = new SpanSet(selector, client.Limits with { Traces = int.MaxValue }) { IsCut = isCut || newest.IsCut };
        foreach (StoredSpan span in newest.Spans)
            set.Add(span);
        return new TraceSide(Name, selector, set);
    }

    /// <summary>What it has of a resource, half as often as it takes to be no more than is read at once; null where that is gone since it was listed.</summary>
    private async Task<JsonDocument?> NewestAsync(string resource, CancellationToken stop)
    {
        for (int limit = (int)Math.Min(MostTraces, (long)client.Limits.Traces * Ample); ; limit /= 2)
        {
            try
            {
                StoreAnswer answer = await client.GetAsync(string.Create(CultureInfo.InvariantCulture, $"/api/telemetry/traces?resource={Uri.EscapeDataString(resource)}&limit={limit}"), stop);
                return answer.IsMissing ? null : client.JsonOf(answer);
            }
            catch (LargeAnswerException) when (limit > 1)
            {
                // the half of them, then
            }
        }
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
