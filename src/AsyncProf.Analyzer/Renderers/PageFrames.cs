using System.Text.Json;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Renderers;

/// <summary>The frames that a page names, each once, and how its script gets to know them.</summary>
internal sealed class PageFrames
{
    private readonly Dictionary<(FrameKind Kind, WaitKind Wait, string Name), int> _ids = [];
    private readonly List<Frame> _frames = [];
    private readonly HashSet<int> _frameworks = [];

    /// <summary>The number of a frame, which it gets when it is first asked for.</summary>
    public int IdOf(Frame frame)
    {
        if (!_ids.TryGetValue((frame.Kind, frame.Wait, frame.Name), out int id))
        {
            _ids.Add((frame.Kind, frame.Wait, frame.Name), id = _frames.Count);
            _frames.Add(frame);
        }

        if (frame.IsFramework)
            _frameworks.Add(id);
        return id;
    }

    /// <summary>The number of a frame by what makes it itself.</summary>
    public bool TryFind(FrameKind kind, string name, out int id) => _ids.TryGetValue((kind, WaitKind.None, name), out id);

    /// <summary>Writes them in the order of their numbers.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartArray("frames");
        foreach ((Frame frame, int id) in _frames.Select((frame, id) => (frame, id)))
        {
            json.WriteStartObject();
            json.WriteString("name", NameText.Display(frame));
            if (_frameworks.Contains(id))
                json.WriteBoolean("framework", true);
            if (TextReport.IsBegunBefore(frame.Kind, frame.Name))
                json.WriteBoolean("before", true);
            if (frame.Kind == FrameKind.Leaf)
                json.WriteBoolean("leaf", true);
            if (frame.IsSampled)
                json.WriteBoolean("sync", true);
            if (frame.Kind == FrameKind.External)
                json.WriteBoolean("external", true);
            if (frame.File.Length > 0)
                json.WriteString("place", FormattableString.Invariant($"{Path.GetFileName(frame.File.Replace('\\', '/'))}:{frame.Line}"));
            if (SourceLink.At(frame.Link, frame.Line) is { Length: > 0 } link)
                json.WriteString("link", link);
            if (frame.PassesOn)
                json.WriteBoolean("passes", true);
            if (WaitText.IsWait(frame.Wait))
                json.WriteNumber("wait", WaitText.Before(frame.Wait, frame.On).Length);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
