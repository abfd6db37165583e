using System.Text.Json;
using AsyncProf.Findings;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Durations;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Renderers;

/// <summary>What the page's script reads, as JSON in which <c>&lt;</c> is escaped: nothing in it can end the script element it stands in.</summary>
internal static class PageData
{
    public static void Write(AsyncProfile profile, IReadOnlyList<Finding> findings, Stream output, PageLinks? links = null)
    {
        (List<CallNode> nodes, List<int> parents) = Flatten(profile.Tree);
        var frames = new PageFrames();
        int[] frameOf = [.. nodes.Select(node => frames.IdOf(node.Frame))];
        if (profile.Data.Timeline is { } timed)
            PageTimeline.Number(timed, frames);

        using var json = new Utf8JsonWriter(output); // its default encoder escapes all that HTML knows
        json.WriteStartObject();
        json.WriteString("facts", Facts(profile.Recording));
        WriteStrings(json, "quality", TextReport.Quality(profile.Recording).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        json.WriteStartArray("findings");
        foreach (Finding finding in findings)
            WriteFinding(json, finding);
        json.WriteEndArray();
        if (links is not null)
            WriteLinks(json, links);
        frames.Write(json);
        json.WriteStartObject("nodes");
        WriteNumbers(json, "parent", parents.Select(parent => (long)parent));
        WriteNumbers(json, "frame", frameOf.Select(frame => (long)frame));
        WriteNumbers(json, "calls", nodes.Select(node => node.Calls));
        WriteNumbers(json, "line", nodes.Select(node => (long)node.Line));
        WriteNumbers(json, "elapsed", nodes.SelectMany(node => States(node.ElapsedSelf)));
        WriteNumbers(json, "task", nodes.SelectMany(node => States(node.TaskSelf)));
        if (profile.Recording.Allocated is not null)
            WriteNumbers(json, "allocated", nodes.SelectMany(node => Bytes(node.UsedSelf)));
        long[][] onThreads = profile.Recording.Cpu is null ? [] : [.. nodes.Select(node => Parts(node.UsedSelf, profile.Recording.CpuInSome || TreeColumns.IsPartOfAnother(node) ? 0 : TreeColumns.OnThreads(node)))];
        if (profile.Recording.CpuInSome)
            json.WriteBoolean("unheld", true);
        if (onThreads.Length > 0)
            WriteNumbers(json, "cpu", onThreads.SelectMany(parts => parts));
        json.WriteEndObject();
        Dictionary<int, (long[] Own, long TotalNs)> ofFrames = ThreadTotals.Of(parents, frameOf, onThreads);
        json.WriteStartArray("methods");
        foreach (MethodRow row in profile.Methods.Where(row => row.Kind != FrameKind.Leaf))
        {
            if (frames.TryFind(row.Kind, row.Method, out int frame))
                WriteMethod(json, row, frame, ofFrames.GetValueOrDefault(frame));
        }

        json.WriteEndArray();
        json.WriteStartArray("libraries");
        foreach (LibraryRow row in profile.Libraries)
            WriteLibrary(json, row, profile.Recording);
        json.WriteEndArray();
        if (profile.Data.Timeline is { } timeline)
            PageTimeline.Write(json, timeline, frames);
        else
            json.WriteString("timeless", TimelineText.Nothing);
        json.WriteEndObject();
    }

    /// <summary>The page's order of states.</summary>
    internal static long[] States(TimeByState times) => [times.RunningNs, times.WaitingNs, times.ReadyNs, times.BlockedNs];

    /// <summary>All frames, parents first.</summary>
    /// <summary>The hits of a line that only samples saw.</summary>
    private const long Sampled = -1;

    private static (List<CallNode> Nodes, List<int> Parents) Flatten(CallNode root)
    {
        var nodes = new List<CallNode>();
        var parents = new List<int>();
        var work = new Stack<(CallNode Node, int Parent)>([(root, -1)]);
        while (work.TryPop(out (CallNode Node, int Parent) next))
        {
            nodes.Add(next.Node);
            parents.Add(next.Parent);
            int own = nodes.Count - 1;
            foreach (CallNode child in next.Node.Children)
                work.Push((child, own));
        }

        return (nodes, parents);
    }

    private static string Facts(RecordingInfo r)
    {
        string process = r.Process.Length > 0 ? $"{r.Process}, " : "";
        string runtime = r.RuntimeVersion.Length > 0 ? $", .NET {r.RuntimeVersion}" : "";
        string bytes = r.AllocatedInSome ? $"; allocations {TextReport.InSome(r.Allocated!.Recordings, r)}" : "", cpu = r.CpuInSome ? $"; processors {TextReport.InSome(r.Cpu!.Recordings, r)}" : "";
        return FormattableString.Invariant($"{process}{DurationText.Of(r.DurationNs)} recorded{runtime}; {r.Operations} operations, {r.Events} events, {r.LostEvents} lost{bytes}{cpu}");
    }

    private static void WriteLinks(Utf8JsonWriter json, PageLinks links)
    {
        json.WriteStartObject("links");
        json.WriteString("version", links.Version);
        json.WriteNumber("own", links.Own);
        WriteStrings(json, "files", links.Files);
        json.WriteEndObject();
    }

    private static void WriteFinding(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        json.WriteString("id", finding.Id);
        json.WriteString("severity", finding.Severity.ToString().ToLowerInvariant());
        json.WriteString("subject", NameText.Display(finding.Subject));
        json.WriteString("impact", FindingsText.Impact(finding));
        json.WriteBoolean("minor", finding.IsMinor);
        json.WriteString("evidence", finding.Evidence);
        json.WriteString("advice", finding.Advice);
        json.WriteEndObject();
    }

    private static void WriteMethod(Utf8JsonWriter json, MethodRow row, int frame, (long[] Own, long TotalNs) onThreads)
    {
        json.WriteStartObject();
        json.WriteNumber("frame", frame);
        json.WriteString("name", NameText.Display(row.Method));
        json.WriteNumber("calls", row.Calls);
        json.WriteNumber("errors", row.Errors);
        json.WriteNumber("p50", row.P50Ns);
        json.WriteNumber("p99", row.P99Ns);
        json.WriteNumber("max", row.MaxNs);
        WriteAxis(json, "elapsed", row.ElapsedSelf, row.ElapsedTotalNs);
        WriteAxis(json, "task", row.TaskSelf, row.TaskTotalNs);
        if (row.UsedTotal.AllocatedBytes > 0)
            WriteMeasure(json, "allocated", Bytes(row.UsedSelf), row.UsedTotal.AllocatedBytes);
        if (onThreads.TotalNs > 0)
            WriteMeasure(json, "cpu", onThreads.Own, onThreads.TotalNs);
        if (row.Awaits.Count + row.Lines.Count > 0)
            WriteLines(json, row);
        json.WriteEndObject();
    }

    /// <summary>A library as a row like that of a method, without durations, which only methods have.</summary>
    private static void WriteLibrary(Utf8JsonWriter json, LibraryRow row, RecordingInfo recording)
    {
        json.WriteStartObject();
        json.WriteString("name", row.Library);
        json.WriteNumber("methods", row.Methods);
        json.WriteNumber("calls", row.Calls);
        WriteAxis(json, "elapsed", row.ElapsedSelf, row.ElapsedTotalNs);
        WriteAxis(json, "task", row.TaskSelf, row.TaskTotalNs);
        if (row.UsedTotal.AllocatedBytes > 0)
            WriteMeasure(json, "allocated", Bytes(row.UsedSelf), row.UsedTotal.AllocatedBytes);
        long totalNs = recording.CpuInSome ? row.UsedTotal.CpuNs + row.UsedTotal.PreemptedNs : row.OnThreadsTotalNs;
        if (recording.Cpu is not null && totalNs > 0)
            WriteMeasure(json, "cpu", Parts(row.UsedSelf, recording.CpuInSome ? 0 : row.OnThreadsSelfNs), totalNs);
        json.WriteEndObject();
    }

    /// <summary>The lines of a method: its awaits, and those that only samples saw, which have no number of hits. Not their source: a page is passed on, and says the same wherever it was made.</summary>
    private static void WriteLines(Utf8JsonWriter json, MethodRow row)
    {
        AwaitRow[] lines = [.. row.Lines.Select(line => new AwaitRow("", line.File, line.Line, -1, Sampled, 0, 0, line.RunningNs)).Concat(row.Awaits)
            .OrderBy(line => line.File, StringComparer.Ordinal).ThenBy(line => line.Line == 0 ? int.MaxValue : line.Line)];
        json.WriteStartObject("awaits");
        WriteNumbers(json, "line", lines.Select(line => (long)line.Line));
        WriteStrings(json, "file", lines.Select(line => Path.GetFileName(line.File.Replace('\\', '/'))));
        WriteStrings(json, "on", lines.Select(line => line.Hits == Sampled ? "" : line.On.Length == 0 ? "(unknown)" : NameText.Display(line.On)));
        WriteNumbers(json, "hits", lines.Select(line => line.Hits));
        WriteNumbers(json, "time", lines.SelectMany(line => new[] { line.WaitingNs, line.ReadyNs, line.RunningNs }));
        json.WriteEndObject();
    }

    private static void WriteAxis(Utf8JsonWriter json, string name, TimeByState self, long totalNs) => WriteMeasure(json, name, States(self), totalNs);

    private static void WriteMeasure(Utf8JsonWriter json, string name, long[] self, long total)
    {
        json.WriteStartObject(name);
        json.WriteNumber("total", total);
        WriteNumbers(json, "self", self);
        json.WriteEndObject();
    }

    private static long[] Bytes(in ResourceUse use) => [use.AllocatedBytes, 0, 0, 0];

    /// <summary>The page's order of what threads did: what the program computed, what the system did for it, waiting for a processor, and what held them otherwise.</summary>
    private static long[] Parts(in ResourceUse use, long onThreadsNs) =>
        [use.CpuNs - use.SystemNs, use.SystemNs, use.PreemptedNs, Math.Max(0, onThreadsNs - use.CpuNs - use.PreemptedNs)];

    internal static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (long number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    internal static void WriteStrings(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
