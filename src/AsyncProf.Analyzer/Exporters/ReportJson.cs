using System.Text.Json;
using AsyncProf.Events;
using AsyncProf.Findings;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Pprof;

namespace AsyncProf.Exporters;

/// <summary>Writes a report in the schema <c>asyncprof.report/1</c>, which <c>docs/report.schema.json</c> publishes. All times are integers of nanoseconds.</summary>
public static class ReportJson
{
    /// <summary>The schema's name.</summary>
    public const string Schema = "asyncprof.report/1";

    /// <summary>Writes a report.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="methods">Its methods, in the order and number in which they are to appear.</param>
    /// <param name="findings">What was found.</param>
    /// <param name="output">Where it goes, as UTF-8.</param>
    public static void Write(AsyncProfile profile, IEnumerable<MethodRow> methods, IEnumerable<Finding> findings, Stream output)
    {
        ArgumentNullException.ThrowIfNull(profile);
        using var json = new Utf8JsonWriter(output, TreeJson.Options);
        json.WriteStartObject();
        json.WriteString("schema", Schema);
        WriteRecording(json, profile.Recording);
        json.WriteStartArray("methods");
        foreach (MethodRow row in methods)
            WriteMethod(json, row);
        json.WriteEndArray();
        json.WritePropertyName("tree");
        TreeJson.Write(json, profile.Tree);
        json.WriteStartArray("roots");
        foreach (RootRow root in profile.Roots)
            WriteRoot(json, root);
        json.WriteEndArray();
        json.WriteStartArray("spawns");
        foreach (SpawnRow spawn in profile.Spawns)
            WriteSpawn(json, spawn);
        json.WriteEndArray();
        json.WriteStartArray("outside");
        foreach (OutsideRow row in profile.Outside)
            WriteOutside(json, row);
        json.WriteEndArray();
        json.WriteStartArray("libraries");
        foreach (LibraryRow library in profile.Libraries)
            WriteLibrary(json, library);
        json.WriteEndArray();
        SeriesJson.Write(json, profile);
        json.WriteStartArray("findings");
        foreach (Finding finding in findings)
            WriteFinding(json, finding);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRecording(Utf8JsonWriter json, RecordingInfo recording)
    {
        json.WriteStartObject("recording");
        foreach (IGrouping<string, RecordingField> group in RecordingFields.All.Where(field => field.IsTold(recording)).GroupBy(field => field.Name.Split('.')[0]))
        {
            bool isObject = group.First().Name.Contains('.', StringComparison.Ordinal);
            if (isObject)
                json.WriteStartObject(group.Key);
            foreach (RecordingField field in group)
                WriteValue(json, field.Name.Split('.')[^1], field.Get(recording));
            if (isObject)
                json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, string name, object value)
    {
        switch (value)
        {
            case bool flag:
                json.WriteBoolean(name, flag);
                break;
            case double share:
                json.WriteNumber(name, share);
                break;
            case long number:
                json.WriteNumber(name, number);
                break;
            default:
                json.WriteString(name, (string)value);
                break;
        }
    }

    private static void WriteLibrary(Utf8JsonWriter json, LibraryRow row)
    {
        json.WriteStartObject();
        json.WriteString("library", row.Library);
        json.WriteBoolean("framework", row.IsFramework);
        json.WriteNumber("methods", row.Methods);
        json.WriteNumber("calls", row.Calls);
        TreeJson.WriteAxis(json, "elapsed", row.ElapsedSelf, row.ElapsedTotalNs);
        TreeJson.WriteAxis(json, "task", row.TaskSelf, row.TaskTotalNs);
        TreeJson.WriteUse(json, row.UsedSelf, row.UsedTotal);
        json.WriteEndObject();
    }

    private static void WriteOrNull<T>(Utf8JsonWriter json, string name, T? value)
        where T : struct
    {
        if (value is null)
            json.WriteNull(name);
        else
            WriteValue(json, name, value);
    }

    private static void WriteMethod(Utf8JsonWriter json, MethodRow row)
    {
        json.WriteStartObject();
        json.WriteString("method", row.Overload.Length > 0 && row.Method.EndsWith(row.Overload, StringComparison.Ordinal) ? row.Method[..^row.Overload.Length] : row.Method);
        json.WriteString("overload", row.Overload);
        json.WriteString("assembly", row.Assembly);
        json.WriteStartArray("candidates");
        foreach (string candidate in row.Candidates)
            json.WriteStringValue(candidate);
        json.WriteEndArray();
        WritePlace(json, row.File, row.Line);
        if (row.Link.Length > 0)
            json.WriteString("link", row.Link);
        json.WriteString("kind", TreeJson.KindOf(row.Kind));
        if (row.Kind == FrameKind.External)
            json.WriteBoolean("external", true);
        json.WriteNumber("calls", row.Calls);
        json.WriteNumber("outermostCalls", row.OutermostCalls);
        json.WriteNumber("errors", row.Errors);
        json.WriteNumber("canceled", row.Canceled);
        json.WriteNumber("notAwaited", row.NotAwaited);
        json.WriteNumber("awaiterUnknown", row.AwaiterUnknown);
        json.WriteNumber("awaiterUnknownTaskNs", row.AwaiterUnknownTaskNs);
        json.WriteNumber("wallNs", row.WallNs);
        json.WriteNumber("p50Ns", row.P50Ns);
        json.WriteNumber("p99Ns", row.P99Ns);
        json.WriteNumber("maxNs", row.MaxNs);
        json.WriteNumber("prefixNs", row.PrefixNs);
        json.WriteNumber("prefixAtMostNs", row.PrefixAtMostNs);
        json.WriteNumber("prefixUnknown", row.PrefixUnknown);
        json.WriteNumber("longestRunNs", row.LongestRunNs);
        json.WriteNumber("yields", row.Yields);
        json.WriteNumber("gcNs", row.GcPaused.TotalNs);
        json.WriteNumber("gcRunningNs", row.GcPaused.RunningNs);
        TreeJson.WriteAxis(json, "elapsed", row.ElapsedSelf, row.ElapsedTotalNs);
        TreeJson.WriteAxis(json, "task", row.TaskSelf, row.TaskTotalNs);
        TreeJson.WriteUse(json, row.UsedSelf, row.UsedTotal);
        if (row.AllocatedTypes.Count > 0)
            WriteTypes(json, row.AllocatedTypes);
        json.WriteStartArray("waits");
        foreach (WaitRow wait in row.Waits)
        {
            json.WriteStartObject();
            json.WriteString("on", wait.On);
            json.WriteString("kind", WaitText.Word(wait.Kind));
            json.WriteNumber("count", wait.Count);
            json.WriteNumber("elapsedNs", wait.ElapsedNs);
            json.WriteNumber("taskNs", wait.TaskNs);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("awaits");
        foreach (AwaitRow await in row.Awaits)
            WriteAwait(json, await);
        json.WriteEndArray();
        json.WriteStartArray("lines");
        foreach (LineRow line in row.Lines)
        {
            json.WriteStartObject();
            WritePlace(json, line.File, line.Line);
            json.WriteNumber("runningNs", line.RunningNs);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTypes(Utf8JsonWriter json, IReadOnlyList<AllocatedType> types)
    {
        json.WriteStartArray("allocatedTypes");
        foreach (AllocatedType type in types)
        {
            json.WriteStartObject();
            json.WriteString("type", type.Type);
            json.WriteNumber("bytes", type.Bytes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteAwait(Utf8JsonWriter json, AwaitRow await)
    {
        json.WriteStartObject();
        json.WriteString("on", await.On);
        WritePlace(json, await.File, await.Line);
        json.WriteNumber("ilOffset", await.ILOffset);
        json.WriteNumber("hits", await.Hits);
        json.WriteNumber("waitingNs", await.WaitingNs);
        json.WriteNumber("readyNs", await.ReadyNs);
        json.WriteNumber("runningNs", await.RunningNs);
        json.WriteEndObject();
    }

    private static void WriteOutside(Utf8JsonWriter json, OutsideRow row)
    {
        json.WriteStartObject();
        json.WriteString("method", row.Method);
        json.WriteBoolean("external", row.IsExternal);
        json.WriteNumber("selfNs", row.SelfNs);
        json.WriteNumber("totalNs", row.TotalNs);
        json.WriteEndObject();
    }

    private static void WritePlace(Utf8JsonWriter json, string file, int line)
    {
        if (file.Length == 0)
            json.WriteNull("file");
        else
            json.WriteString("file", file);
        WriteOrNull<long>(json, "line", line == 0 ? null : line);
    }

    private static void WriteRoot(Utf8JsonWriter json, RootRow root)
    {
        json.WriteStartObject();
        json.WriteString("name", root.Name);
        json.WriteString("kind", PprofTags.Text(root.Kind));
        if (root.Kind is RootKind.Request or RootKind.Scope)
            json.WriteNull("method");
        else
            json.WriteString("method", root.Name);
        json.WriteNumber("count", root.Count);
        json.WriteNumber("stillRunning", root.StillRunning);
        json.WriteNumber("awaiterUnknown", root.AwaiterUnknown);
        json.WriteStartArray("startedBy");
        foreach (string starter in root.StartedBy)
            json.WriteStringValue(starter);
        json.WriteEndArray();
        json.WriteNumber("errors", root.Errors);
        json.WriteNumber("wallNs", root.WallNs);
        json.WriteNumber("elapsedNs", root.ElapsedNs);
        json.WriteNumber("gcNs", root.GcNs);
        json.WriteNumber("p50Ns", root.P50Ns);
        json.WriteNumber("p99Ns", root.P99Ns);
        json.WriteNumber("maxNs", root.MaxNs);
        TreeJson.WriteUse(json, root.UsedSelf, root.Used);
        json.WriteEndObject();
    }

    private static void WriteSpawn(Utf8JsonWriter json, SpawnRow spawn)
    {
        json.WriteStartObject();
        json.WriteString("starter", spawn.Starter);
        json.WriteString("starterKind", TreeJson.KindOf(spawn.StarterKind));
        json.WriteString("started", spawn.Started);
        json.WriteNumber("count", spawn.Count);
        json.WriteNumber("outlived", spawn.Outlived);
        json.WriteNumber("stillRunning", spawn.StillRunning);
        json.WriteNumber("awaiterUnknown", spawn.AwaiterUnknown);
        json.WriteNumber("taskNs", spawn.TaskNs);
        json.WriteEndObject();
    }

    private static void WriteFinding(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        json.WriteString("id", finding.Id);
        json.WriteString("severity", finding.Severity.ToString().ToLowerInvariant());
        json.WriteString("method", finding.Subject);
        json.WriteString("evidence", finding.Evidence);
        json.WriteString("advice", finding.Advice);
        WriteOrNull(json, "impactNs", finding.ImpactNs);
        WriteOrNull(json, "impactShare", finding.ImpactShare);
        json.WriteEndObject();
    }
}
