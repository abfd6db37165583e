using System.Text.Json;
using AsyncProf.Heap.Kept;
using AsyncProf.Heap.Stacks;
using AsyncProf.Profiles.Pprof;

namespace AsyncProf.Exporters;

/// <summary>What a process waits for, as JSON (schema <c>asyncprof.dump/1</c>).</summary>
internal static class PendingJson
{
    /// <summary>Writes a dump.</summary>
    /// <param name="dump">The dump.</param>
    /// <param name="name">What was dumped.</param>
    /// <param name="output">Gets it.</param>
    /// <param name="kept">What those who wait keep; null where nobody asked.</param>
    public static void Write(PendingDump dump, string name, Stream output, KeptHeap? kept = null)
    {
        using var json = new Utf8JsonWriter(output, TreeJson.Options);
        json.WriteStartObject();
        json.WriteString("schema", "asyncprof.dump/1");
        json.WriteString("name", name);
        json.WriteString("runtimeVersion", dump.Runtime);
        json.WriteNumber("stoppedNs", (long)dump.Stopped.TotalNanoseconds);
        json.WriteNumber("operations", dump.Operations);
        json.WriteNumber("objects", dump.Objects);
        json.WriteNumber("unreadBytes", dump.Unread);
        json.WriteStartArray("blockedThreads");
        foreach (BlockedThread thread in dump.Blocked)
        {
            json.WriteStartObject();
            json.WriteNumber("thread", thread.Id);
            WriteFrames(json, thread.Frames);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("stacks");
        foreach (PendingStack stack in dump.Stacks)
            WriteStack(json, stack, dump.IsProved);
        json.WriteEndArray();
        if (kept is not null)
            KeptJson.Write(json, kept);
        json.WriteEndObject();
    }

    private static void WriteStack(Utf8JsonWriter json, PendingStack stack, bool isProved)
    {
        json.WriteStartObject();
        json.WriteNumber("count", stack.Count);
        json.WriteNumber("blocking", stack.Blocking);
        if (isProved)
            json.WriteNumber("unreachable", stack.Unreachable);
        if (stack.Due is { } due)
        {
            json.WriteNumber("dueInMs", due.First);
            json.WriteNumber("lastDueInMs", due.Last);
        }

        WriteFrames(json, stack.Frames);
        if (stack.Holders.Count > 0)
            WriteFrames(json, stack.Holders, "perhapsHeldBy");
        json.WriteEndObject();
    }

    /// <summary>Writes the frames of a stack.</summary>
    internal static void WriteFrames(Utf8JsonWriter json, IReadOnlyList<PendingFrame> frames, string name = "frames")
    {
        json.WriteStartArray(name);
        foreach (PendingFrame frame in frames)
        {
            json.WriteStartObject();
            json.WriteString("kind", KindOf(frame.Kind));
            json.WriteString("name", frame.Name);
            if (frame.File.Length > 0)
                json.WriteString("file", frame.File);
            if (frame.Line > 0)
                json.WriteNumber("line", frame.Line);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string KindOf(PendingKind kind) => kind switch
    {
        PendingKind.Suspended => "suspended",
        PendingKind.Running => "running",
        PendingKind.Queued => "queued",
        PendingKind.Delegate => "delegate",
        PendingKind.Join => "join",
        PendingKind.Cycle => "cycle",
        PendingKind.Shared => "shared",
        _ => "leaf",
    };
}
