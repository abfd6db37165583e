using System.Globalization;
using System.Text;
using System.Text.Json;
using AsyncProf.Profiles.Pprof;

namespace AsyncProf.Fleets.Pyroscope;

/// <summary>The calls of Pyroscope's query API that are needed: <see href="https://github.com/grafana/pyroscope/blob/main/api/querier/v1/querier.proto"/>. Times are milliseconds since 1970.</summary>
/// <param name="client">Asks it.</param>
internal sealed class PyroscopeQuery(StoreClient client)
{
    /// <summary>The longest range that it takes, by its default (<c>max_query_length</c>).</summary>
    public static readonly TimeSpan LongestRange = TimeSpan.FromHours(24);

    /// <summary>How far it looks back, by its default (<c>max_query_lookback</c>).</summary>
    public static readonly TimeSpan LongestAgo = TimeSpan.FromDays(7);

    private const string Service = "/querier.v1.QuerierService/", Json = "application/json", Proto = "application/proto";

    /// <summary>Whether it answers as Pyroscope does.</summary>
    public static async Task<bool> AnswersAsync(StoreClient client, CancellationToken stop)
    {
        StoreAnswer answer = client.Alive(await client.PostAsync($"{Service}ProfileTypes", """{"start":0,"end":0}"""u8.ToArray(), Json, stop));
        using JsonDocument? json = answer.IsOk ? answer.Json() : null;
        return json?.RootElement.ValueKind == JsonValueKind.Object;
    }

    /// <summary>The ids of all profile types: <c>name:type:unit:period_type:period_unit</c>.</summary>
    public Task<IReadOnlyList<string>> TypesAsync(FleetWindow window, CancellationToken stop) =>
        ListAsync("ProfileTypes", window, _ => { }, json => JsonShape.Each(json, "profileTypes").Select(type => JsonShape.TextOf(type, "ID")), stop);

    /// <summary>The names of labels of what a selector selects.</summary>
    public Task<IReadOnlyList<string>> LabelsAsync(string selector, FleetWindow window, CancellationToken stop) =>
        ListAsync("LabelNames", window, json => WriteMatchers(json, selector), json => JsonShape.Each(json, "names").Select(JsonShape.Plain), stop);

    /// <summary>The values of a label in what a selector selects.</summary>
    public Task<IReadOnlyList<string>> ValuesAsync(string label, string selector, FleetWindow window, CancellationToken stop) => ListAsync(
        "LabelValues",
        window,
        json =>
        {
            json.WriteString("name", label);
            WriteMatchers(json, selector);
        },
        json => JsonShape.Each(json, "names").Select(JsonShape.Plain),
        stop);

    /// <summary>All profiles of a type and a selector added up, as pprof with this one sample type and without labels; empty where there is none.</summary>
    /// <param name="type">The type's id.</param>
    /// <param name="selector">Which, in PromQL's words.</param>
    /// <param name="window">From when to when, no longer than <see cref="LongestRange"/>.</param>
    /// <param name="stop">Ends it.</param>
    public async Task<ReadOnlyMemory<byte>> MergedAsync(string type, string selector, FleetWindow window, CancellationToken stop)
    {
        var message = new ProtoWriter();
        message.Text(1, type);
        message.Text(2, selector);
        message.Number(3, Ms(window.Since));
        message.Number(4, Ms(window.Until));
        return client.Checked(await client.PostAsync($"{Service}SelectMergeProfile", message.Written.ToArray(), Proto, stop)).Body;
    }

    /// <summary>A selector of labels that are all to have their values.</summary>
    public static string SelectorOf(IEnumerable<KeyValuePair<string, string>> labels)
    {
        var text = new StringBuilder("{");
        foreach ((string label, string value) in labels)
            text.Append(text.Length > 1 ? "," : "").Append(label).Append("=\"").Append(value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
        return text.Append('}').ToString();
    }

    private static void WriteMatchers(Utf8JsonWriter json, string selector)
    {
        json.WriteStartArray("matchers");
        json.WriteStringValue(selector);
        json.WriteEndArray();
    }

    /// <summary>Asks for a list of texts, day by day, for a range is no longer.</summary>
    private async Task<IReadOnlyList<string>> ListAsync(string method, FleetWindow window, Action<Utf8JsonWriter> write, Func<JsonElement, IEnumerable<string>> read, CancellationToken stop)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (FleetWindow part in window.SplitBy(LongestRange))
        {
            using var body = new MemoryStream();
            using (var json = new Utf8JsonWriter(body))
            {
                json.WriteStartObject();
                write(json);
                json.WriteString("start", Ms(part.Since).ToString(CultureInfo.InvariantCulture));
                json.WriteString("end", Ms(part.Until).ToString(CultureInfo.InvariantCulture));
                json.WriteEndObject();
            }

            using JsonDocument answer = client.JsonOf(await client.PostAsync(Service + method, body.ToArray(), Json, stop));
            found.UnionWith(read(answer.RootElement).Where(text => text.Length > 0));
        }

        return [.. found];
    }

    private static long Ms(DateTime moment) => (moment - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond;
}
