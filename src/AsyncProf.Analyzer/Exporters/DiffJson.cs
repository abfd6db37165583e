using System.Text.Json;
using AsyncProf.Diffing;
using AsyncProf.Diffing.Runs;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Pprof;

namespace AsyncProf.Exporters;

/// <summary>Writes a comparison in the schema <c>asyncprof.diff/1</c>, which <c>docs/diff.schema.json</c> publishes. Times are nanoseconds, for each root unless said.</summary>
internal static class DiffJson
{
    /// <summary>The schema's name.</summary>
    public const string Schema = "asyncprof.diff/1";

    /// <summary>Writes it.</summary>
    /// <param name="diff">The comparison.</param>
    /// <param name="message">What it ends in, in words.</param>
    /// <param name="output">Where it goes, as UTF-8.</param>
    public static void Write(ProfileDiff diff, string message, Stream output)
    {
        using var json = new Utf8JsonWriter(output, TreeJson.Options);
        json.WriteStartObject();
        json.WriteString("schema", Schema);
        json.WriteString("verdict", Word(diff.Verdict));
        json.WriteString("message", message);
        json.WriteStartObject("options");
        json.WriteString("measure", diff.Options.Measure.ToString().ToLowerInvariant());
        Number(json, "threshold", diff.Options.Threshold);
        json.WriteNumber("floorNs", diff.Options.FloorNs);
        Number(json, "share", diff.Options.Share);
        Number(json, "alpha", diff.Options.Alpha);
        json.WriteBoolean("strict", diff.Options.IsStrict);
        json.WriteEndObject();
        json.WriteNumber("tested", diff.Tested);
        Number(json, "smallestP", diff.SmallestP);
        json.WriteNumber("runsNeeded", diff.RunsNeeded);
        WriteSide(json, "base", diff.Base);
        WriteSide(json, "head", diff.Head);
        WriteRemarks(json, diff);
        json.WriteStartArray("roots");
        foreach (RootChange root in diff.Roots)
            WriteRoot(json, root);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>How an outcome is called by programs.</summary>
    public static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Regression => "regression",
        Verdict.NoRegression => "no-regression",
        Verdict.CannotFire => "cannot-fire",
        _ => "not-comparable",
    };

    /// <summary>How a decision is called by programs.</summary>
    public static string Word(Decision decision) => decision == Decision.NotTested ? "not-tested" : decision.ToString().ToLowerInvariant();

    /// <summary>How a presence is called by programs.</summary>
    public static string Word(Presence presence) => presence.ToString().ToLowerInvariant();

    private static void WriteSide(Utf8JsonWriter json, string name, DiffSide side)
    {
        json.WriteStartObject(name);
        json.WriteStartArray("runs");
        foreach (RunMeasures run in side.Runs)
        {
            RecordingInfo recording = run.Recording;
            json.WriteStartObject();
            json.WriteString("name", run.Name);
            json.WriteNumber("durationNs", recording.DurationNs);
            json.WriteString("runtimeVersion", recording.RuntimeVersion);
            json.WriteString("source", recording.Source);
            json.WriteNumber("cpus", recording.Cpus);
            json.WriteNumber("lostEvents", recording.LostEvents);
            json.WriteNumber("openNs", run.OpenNs);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRemarks(Utf8JsonWriter json, ProfileDiff diff)
    {
        json.WriteStartArray("issues");
        foreach (ComparabilityIssue issue in diff.Issues)
        {
            json.WriteStartObject();
            json.WriteString("id", issue.Id);
            json.WriteString("text", issue.Text);
            json.WriteBoolean("breaks", issue.Breaks);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("renames");
        foreach (ProbableRename rename in diff.Renames)
        {
            json.WriteStartObject();
            json.WriteString("kind", rename.Kind);
            json.WriteString("base", rename.Base);
            json.WriteString("head", rename.Head);
            Number(json, "agreement", rename.Agreement);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteRoot(Utf8JsonWriter json, RootChange root)
    {
        json.WriteStartObject();
        json.WriteString("name", root.Key.Name);
        json.WriteString("kind", root.Key.Kind);
        json.WriteString("presence", Word(root.Presence));
        json.WriteBoolean("framework", root.IsFramework);
        json.WriteString("decision", Word(root.Decision));
        Number(json, "adjustedP", root.AdjustedP);
        Number(json, "share", root.Share);
        Pair(json, "countPerRun", root.Count);
        Pair(json, "errorShare", root.ErrorShare);
        Measure(json, "elapsed", root.Elapsed);
        States(json, "base", root.Base);
        States(json, "head", root.Head);
        Pair(json, "taskNs", root.Task);
        Number(json, "sumOfMethodsNs", root.SumOfMethods);
        json.WriteStartArray("methods");
        foreach (MethodChange method in root.Methods)
            WriteMethod(json, method);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteMethod(Utf8JsonWriter json, MethodChange method)
    {
        json.WriteStartObject();
        json.WriteString("method", method.Key.Name);
        json.WriteString("kind", TreeJson.KindOf(method.Key.Kind));
        json.WriteString("assembly", method.Assembly);
        json.WriteString("file", method.File);
        json.WriteBoolean("framework", method.IsFramework);
        json.WriteString("presence", Word(method.Presence));
        json.WriteString("decision", Word(method.Decision));
        Number(json, "adjustedP", method.AdjustedP);
        Measure(json, "elapsedSelf", method.Self);
        States(json, "base", method.Base);
        States(json, "head", method.Head);
        Pair(json, "elapsedTotalNs", method.Total);
        Pair(json, "taskSelfNs", method.Task);
        Pair(json, "taskTotalNs", method.TaskTotal);
        Pair(json, "calls", method.Calls);
        Pair(json, "errors", method.Errors);
        json.WriteStartObject("split");
        Number(json, "calledMoreNs", method.Split.CalledMore);
        Number(json, "eachSlowerNs", method.Split.EachSlower);
        Number(json, "crossNs", method.Split.Cross);
        json.WriteEndObject();
        json.WriteStartArray("waits");
        foreach (WaitChange wait in method.Waits)
        {
            json.WriteStartObject();
            json.WriteString("on", wait.Name);
            json.WriteNumber("line", wait.Line);
            Pair(json, "count", (wait.BaseCount, wait.HeadCount));
            Pair(json, "elapsedNs", (wait.Base.Total, wait.Head.Total));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("callers");
        foreach (CallerChange caller in method.Callers)
        {
            json.WriteStartObject();
            json.WriteString("caller", caller.Caller);
            json.WriteNumber("line", caller.Line);
            Pair(json, "calls", (caller.BaseCalls, caller.HeadCalls));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Measure(Utf8JsonWriter json, string name, MeasureChange? change)
    {
        if (change is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        Number(json, "baseMedianNs", change.Base);
        Number(json, "headMedianNs", change.Head);
        Number(json, "shiftNs", change.Shift.Estimate);
        Number(json, "lowNs", change.Shift.Low);
        Number(json, "highNs", change.Shift.High);
        Number(json, "ratio", change.Ratio);
        Number(json, "slowerP", change.SlowerP);
        Number(json, "fasterP", change.FasterP);
        json.WriteNumber("baseRuns", change.BaseRuns);
        json.WriteNumber("headRuns", change.HeadRuns);
        json.WriteEndObject();
    }

    private static void States(Utf8JsonWriter json, string name, MeanByState time)
    {
        json.WriteStartObject(name);
        Number(json, "totalNs", time.Total);
        Number(json, "runningNs", time.Running);
        Number(json, "waitingNs", time.Waiting);
        Number(json, "readyNs", time.Ready);
        Number(json, "blockedNs", time.Blocked);
        json.WriteEndObject();
    }

    private static void Pair(Utf8JsonWriter json, string name, (double Base, double Head) values)
    {
        json.WriteStartObject(name);
        Number(json, "base", values.Base);
        Number(json, "head", values.Head);
        json.WriteEndObject();
    }

    /// <summary>What is no number JSON cannot tell: it is not known then.</summary>
    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }
}
