using System.Text.Json;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Renderers;

/// <summary>Single roots over time as the page's script reads them: columns of numbers, so that thousands of pieces stay small.</summary>
internal static class PageTimeline
{
    /// <summary>Which numbers a page's timeline needs frames for, in the order in which they are written.</summary>
    /// <param name="timeline">What is drawn.</param>
    /// <param name="frames">The page's frames, which get those that are not in its tree.</param>
    public static void Number(Timeline timeline, PageFrames frames)
    {
        foreach (RootLoad load in timeline.Loads ?? [])
            frames.IdOf(load.Frame);
        foreach (Frame frame in timeline.Series?.Stacks.SelectMany(stack => stack) ?? [])
            frames.IdOf(frame);
        foreach (TimedRoot root in timeline.Roots)
        {
            foreach (TimedNode node in root.Nodes)
                frames.IdOf(node.Frame);
            foreach (TimedPiece piece in root.Path.Concat(root.Own))
            {
                if (piece.On is not null)
                    frames.IdOf(piece.On);
            }
        }
    }

    /// <summary>Writes it.</summary>
    public static void Write(Utf8JsonWriter json, Timeline timeline, PageFrames frames)
    {
        json.WriteStartObject("timeline");
        json.WriteNumber("duration", timeline.DurationNs);
        json.WriteNumber("seen", timeline.Seen);
        WriteLoads(json, timeline, frames);
        PageSeries.Write(json, timeline.Series, frames);
        IReadOnlyList<TimedRoot> roots = timeline.Roots;
        json.WriteStartObject("roots");
        PageData.WriteNumbers(json, "start", roots.Select(root => root.StartNs));
        PageData.WriteNumbers(json, "length", roots.Select(root => root.DurationNs));
        PageData.WriteNumbers(json, "request", roots.Select(root => root.Kind == Events.RootKind.Request ? 1L : 0));
        PageData.WriteNumbers(json, "slow", roots.Select(root => root.IsSlow ? 1L : 0));
        PageData.WriteNumbers(json, "nodes", roots.Select(root => (long)root.Nodes.Count));
        PageData.WriteNumbers(json, "path", roots.Select(root => (long)root.Path.Count));
        PageData.WriteNumbers(json, "own", roots.Select(root => (long)root.Own.Count));
        PageData.WriteNumbers(json, "hidden", roots.Select(root => (long)root.NodesLeftOut));
        PageData.WriteNumbers(json, "time", roots.SelectMany(root => PageData.States(root.Time)));
        json.WriteEndObject();
        IReadOnlyList<TimedNode> nodes = [.. roots.SelectMany(root => root.Nodes)];
        json.WriteStartObject("nodes");
        PageData.WriteNumbers(json, "parent", nodes.Select(node => (long)node.Parent));
        PageData.WriteNumbers(json, "frame", nodes.Select(node => (long)frames.IdOf(node.Frame)));
        PageData.WriteNumbers(json, "from", nodes.Select(node => node.FromNs));
        PageData.WriteNumbers(json, "length", nodes.Select(node => node.ToNs - node.FromNs));
        PageData.WriteNumbers(json, "status", nodes.Select(node => (long)node.Status));
        json.WriteEndObject();
        WritePieces(json, "path", roots.SelectMany(root => root.Path), frames);
        WritePieces(json, "own", roots.SelectMany(root => root.Own), frames);
        json.WriteEndObject();
    }

    private static void WriteLoads(Utf8JsonWriter json, Timeline timeline, PageFrames frames)
    {
        if (timeline.Loads is not { } loads)
            return;
        json.WriteStartObject("loads");
        json.WriteNumber("step", timeline.StepNs);
        json.WriteNumber("count", loads.Count == 0 ? 0 : loads.Max(load => load.Steps.Count));
        PageData.WriteNumbers(json, "frame", loads.Select(load => (long)frames.IdOf(load.Frame)));
        PageData.WriteNumbers(json, "time", loads.SelectMany(load => load.Steps.SelectMany(PageData.States)));
        json.WriteEndObject();
    }

    private static void WritePieces(Utf8JsonWriter json, string name, IEnumerable<TimedPiece> pieces, PageFrames frames)
    {
        TimedPiece[] all = [.. pieces];
        json.WriteStartObject(name);
        PageData.WriteNumbers(json, "node", all.Select(piece => (long)piece.Node));
        PageData.WriteNumbers(json, "state", all.Select(piece => (long)piece.State));
        PageData.WriteNumbers(json, "on", all.Select(piece => piece.On is null ? -1L : frames.IdOf(piece.On)));
        PageData.WriteNumbers(json, "from", all.Select(piece => piece.FromNs));
        PageData.WriteNumbers(json, "length", all.Select(piece => piece.Ns));
        json.WriteEndObject();
    }
}
