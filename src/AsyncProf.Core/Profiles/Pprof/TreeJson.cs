using System.Text.Json;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles.Pprof;

/// <summary>Writes logical trees in the shape of the report schema: name, kind, calls, both axes by state, children. Times are nanoseconds.</summary>
internal static class TreeJson
{
    /// <summary>Trees may be deeper than the writer allows by default.</summary>
    public static JsonWriterOptions Options { get; } = new() { MaxDepth = int.MaxValue, SkipValidation = true };

    public static void Write(Utf8JsonWriter json, CallNode root)
    {
        // Not recursive: a stack of ten thousand awaits must not end the process.
        var open = new Stack<(CallNode Node, int NextChild)>();
        Begin(json, root);
        open.Push((root, 0));
        while (open.TryPop(out (CallNode Node, int NextChild) top))
        {
            if (top.NextChild == top.Node.Children.Count)
            {
                json.WriteEndArray();
                json.WriteEndObject();
                continue;
            }

            open.Push((top.Node, top.NextChild + 1));
            CallNode child = top.Node.Children[top.NextChild];
            Begin(json, child);
            open.Push((child, 0));
        }
    }

    /// <summary>One axis: the four states sum to <c>selfNs</c>.</summary>
    public static void WriteAxis(Utf8JsonWriter json, string name, TimeByState self, long totalNs)
    {
        json.WriteStartObject(name);
        json.WriteNumber("selfNs", self.TotalNs);
        json.WriteNumber("totalNs", totalNs);
        json.WriteNumber("runningNs", self.RunningNs);
        json.WriteNumber("blockedNs", self.BlockedNs);
        json.WriteNumber("readyNs", self.ReadyNs);
        json.WriteNumber("waitingNs", self.WaitingNs);
        json.WriteEndObject();
    }

    /// <summary>What was used, as far as anything was.</summary>
    public static void WriteUse(Utf8JsonWriter json, in ResourceUse self, in ResourceUse total)
    {
        if (total.AllocatedBytes > 0)
        {
            json.WriteStartObject("allocated");
            json.WriteNumber("selfBytes", self.AllocatedBytes);
            json.WriteNumber("totalBytes", total.AllocatedBytes);
            json.WriteEndObject();
        }

        if (total.CpuNs + total.PreemptedNs == 0)
            return;
        json.WriteStartObject("cpu");
        json.WriteNumber("selfNs", self.CpuNs);
        json.WriteNumber("totalNs", total.CpuNs);
        json.WriteNumber("systemSelfNs", self.SystemNs);
        json.WriteNumber("systemTotalNs", total.SystemNs);
        json.WriteNumber("preemptedSelfNs", self.PreemptedNs);
        json.WriteNumber("preemptedTotalNs", total.PreemptedNs);
        json.WriteEndObject();
    }

    public static string KindOf(FrameKind kind) => kind switch
    {
        FrameKind.All => "root",
        FrameKind.Entry => "entry",
        FrameKind.Method => "method",
        FrameKind.Leaf => "leaf",
        FrameKind.Sync or FrameKind.External => "sync",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of frame."),
    };

    private static void Begin(Utf8JsonWriter json, CallNode node)
    {
        json.WriteStartObject();
        json.WriteString("name", node.Name);
        json.WriteString("kind", KindOf(node.Kind));
        if (node.Kind == FrameKind.Leaf)
            json.WriteString("wait", WaitText.Word(node.Frame.Wait));
        if (node.Kind == FrameKind.External)
            json.WriteBoolean("external", true);
        if (node.Frame.PassesOn)
            json.WriteBoolean("inferred", true);
        if (node.Line > 0)
            json.WriteNumber("awaitedAtLine", node.Line);
        json.WriteNumber("calls", node.Calls);
        WriteAxis(json, "elapsed", node.ElapsedSelf, node.ElapsedTotal.TotalNs);
        WriteAxis(json, "task", node.TaskSelf, node.TaskTotal.TotalNs);
        WriteUse(json, node.UsedSelf, node.UsedTotal);
        json.WriteStartArray("children");
    }
}
