using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AsyncProf.Profiles.Pprof;

namespace AsyncProf.Testing.Fleets;

/// <summary>
/// Pyroscope's query API as far as it is documented: POST of Connect alone, ranges up to 24 hours, selectors of PromQL's equality, which takes a label that is not there for an empty one, one sample type an answer. Any other path has its page.
/// </summary>
/// <param name="profiles">What it holds.</param>
public sealed partial class PyroscopeQueryStandIn(IReadOnlyList<KeptProfile> profiles) : StoreStandIn
{
    private const string Service = "/querier.v1.QuerierService/", Period = "wall:nanoseconds";

    private const long LongestMs = 24 * 3_600_000;

    protected override StoreReply Reply(StoreRequest request)
    {
        if (!request.Path.StartsWith(Service, StringComparison.Ordinal))
            return StoreReply.Page();
        if (request.Method != "POST")
            return StoreReply.Text(405, "");
        string method = request.Path[Service.Length..];
        return (method, request.ContentType) switch
        {
            (_, not ("application/json" or "application/proto")) => StoreReply.Text(415, ""),
            ("SelectMergeProfile", "application/proto") => Merged(request.Body),
            (_, "application/json") => Listed(method, request.Body),
            _ => Error("not in this stand-in"),
        };
    }

    private StoreReply Merged(byte[] body)
    {
        (string type, string selector, long start, long end) = ("", "", 0, 0);
        var reader = new ProtoReader(body);
        while (reader.Next())
        {
            if (reader.Field == 1)
                type = System.Text.Encoding.UTF8.GetString(reader.Bytes);
            else if (reader.Field == 2)
                selector = System.Text.Encoding.UTF8.GetString(reader.Bytes);
            else if (reader.Field == 3)
                start = (long)reader.Number;
            else if (reader.Field == 4)
                end = (long)reader.Number;
        }

        if (type.Split(':') is not [_, var sampleType, _, _, _])
            return Error("invalid profile type");
        if (Wrong(start, end) is { } wrong)
            return wrong;
        return Selected(selector, start, end)?.Where(kept => NameOf(kept) == type.Split(':')[0]).ToArray() is not { } found ? Error("parse error: unexpected end of input")
            : new StoreReply(200, "application/proto", MergedPprof.Write([.. found.Select(kept => kept.Profile)], sampleType));
    }

    private StoreReply Listed(string method, byte[] body)
    {
        JsonElement asked;
        try
        {
            asked = JsonSerializer.Deserialize<JsonElement>(body);
        }
        catch (JsonException)
        {
            return Error("invalid JSON");
        }

        (long start, long end) = (Number(asked, "start"), Number(asked, "end"));
        if (method == "ProfileTypes")
        {
            return StoreReply.Json(profiles.Count == 0 ? "{}" : new JsonObject
            {
                ["profileTypes"] = new JsonArray([new JsonObject { ["ID"] = "process_cpu:cpu:nanoseconds:cpu:nanoseconds" }, .. TypesOf(profiles).Select(type => new JsonObject { ["ID"] = type })]),
            }.ToJsonString());
        }

        if (Wrong(start, end) is { } wrong)
            return wrong;
        string selector = asked.TryGetProperty("matchers", out JsonElement matchers) && matchers.GetArrayLength() > 0 ? matchers[0].GetString()! : "{}";
        if (Selected(selector, start, end) is not { } found)
            return Error("parse error");
        if (method == "LabelValues" && asked.GetProperty("name").GetString() == "__profile_type__")
            return Names(TypesOf(found));
        IEnumerable<string> names = method == "LabelNames" ? found.SelectMany(kept => kept.Labels.Keys).Where(name => !name.StartsWith("__", StringComparison.Ordinal)) : found.Select(kept => kept.Labels.GetValueOrDefault(asked.GetProperty("name").GetString()!)).OfType<string>();
        return Names(names);
    }

    /// <summary>What it was pushed as.</summary>
    private static string NameOf(KeptProfile kept) => kept.Labels.GetValueOrDefault("__name__", "async");

    private static IEnumerable<string> TypesOf(IEnumerable<KeptProfile> kept) => kept.Select(NameOf).Distinct().SelectMany(name => PprofMeasures.Always.Select(measure => $"{name}:{measure.Name}:{measure.Unit}:{Period}"));

    private static StoreReply Names(IEnumerable<string> names) => StoreReply.Json(new JsonObject { ["names"] = new JsonArray([.. names.Distinct().Select(name => (JsonNode)name)]) }.ToJsonString());

    private static StoreReply? Wrong(long start, long end) =>
        start <= 0 || end < start ? Error("missing or wrong time range") : end - start > LongestMs ? Error("the query time range exceeds the limit (max_query_length, actual > limit: 1d)") : null;

    /// <summary>What a selector selects; null where it is none.</summary>
    private KeptProfile[]? Selected(string selector, long start, long end)
    {
        if (selector is not ['{', .., '}'])
            return null;
        (string Name, string Value)[] wanted = [.. Matcher().Matches(selector).Select(match => (match.Groups[1].Value, match.Groups[2].Value.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal)))];
        return [.. profiles.Where(kept => Ms(kept.Moment) >= start && Ms(kept.Moment) < end && wanted.All(label => kept.Labels.GetValueOrDefault(label.Name, "") == label.Value))];
    }

    private static long Number(JsonElement of, string name) => of.TryGetProperty(name, out JsonElement value) ? long.Parse(value.ToString(), CultureInfo.InvariantCulture) : 0;

    private static long Ms(DateTime moment) => (moment - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond;

    private static StoreReply Error(string message) => StoreReply.Json(new JsonObject { ["code"] = "invalid_argument", ["message"] = message }.ToJsonString(), 400);

    [GeneratedRegex("([A-Za-z_][A-Za-z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"")]
    private static partial Regex Matcher();
}
