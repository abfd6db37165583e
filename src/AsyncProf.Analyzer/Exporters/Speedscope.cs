using System.Text.Json;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Exporters;

/// <summary>
/// Writes a file for <see href="https://www.speedscope.app">speedscope</see>, in its own format: one profile for each axis and each state of it,
/// <c>elapsed</c> first. Frames are laid out by size, not in the order of time, which a profile does not know.
/// </summary>
public static class Speedscope
{
    /// <summary>The schema, as its file format asks for.</summary>
    public const string Schema = "https://www.speedscope.app/file-format-schema.json";

    /// <summary>Writes a profile.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="output">Where it goes, as UTF-8.</param>
    public static void Write(AsyncProfile profile, Stream output)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var frames = new Dictionary<(FrameKind, WaitKind, string Name), int>();
        var shown = new List<Frame>();
        foreach (CallNode node in profile.Tree.SelfAndBelow())
        {
            if (frames.TryAdd(Key(node), frames.Count))
                shown.Add(node.Frame);
        }

        TreeMeasure[] measures = [.. TreeMeasure.All.Where(measure => measure.Total(profile.Tree) > 0)];
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString("$schema", Schema);
        json.WriteString("name", profile.Recording.Process.Length > 0 ? profile.Recording.Process : "asyncprof");
        json.WriteString("exporter", "asyncprof");
        json.WriteNumber("activeProfileIndex", 0);
        json.WriteStartObject("shared");
        json.WriteStartArray("frames");
        foreach (Frame frame in shown)
        {
            json.WriteStartObject();
            json.WriteString("name", NameText.Display(frame));
            if (frame.File.Length > 0)
                json.WriteString("file", frame.File);
            if (frame.Line > 0)
                json.WriteNumber("line", frame.Line);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartArray("profiles");
        foreach (TreeMeasure measure in measures.Length > 0 ? measures : [TreeMeasure.All[0]])
            WriteProfile(json, profile.Tree, measure, frames);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>A method may be called as a wait is.</summary>
    private static (FrameKind Kind, WaitKind Wait, string Name) Key(CallNode node) => (node.Kind, node.Frame.Wait, node.Name);

    private static void WriteProfile(Utf8JsonWriter json, CallNode root, TreeMeasure measure, Dictionary<(FrameKind, WaitKind, string Name), int> frames)
    {
        json.WriteStartObject();
        json.WriteString("type", "evented");
        json.WriteString("name", measure.Name);
        json.WriteString("unit", measure.Unit);
        json.WriteNumber("startValue", 0);
        json.WriteNumber("endValue", measure.Total(root));
        json.WriteStartArray("events");
        foreach (TreeSlice slice in TreeSlice.Of(root, measure))
        {
            if (slice.Node == root)
                continue; // the root of all roots is no frame
            json.WriteStartObject();
            json.WriteString("type", slice.Begins ? "O" : "C");
            json.WriteNumber("frame", frames[Key(slice.Node)]);
            json.WriteNumber("at", slice.At);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
