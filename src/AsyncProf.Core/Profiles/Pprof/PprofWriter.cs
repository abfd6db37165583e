using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Profiles.Pprof;

/// <summary>Writes a profile as <c>profile.proto</c>: <see href="https://github.com/google/pprof/blob/main/proto/profile.proto"/>. The same profile gives the same bytes.</summary>
internal sealed class PprofWriter
{
    private readonly ProtoWriter _out = new();
    private readonly ProtoWriter _message = new();
    private readonly ProtoWriter _inner = new();
    private readonly Dictionary<string, long> _stringIds = new(StringComparer.Ordinal) { [""] = 0 };
    private readonly List<string> _strings = [""];
    private readonly Dictionary<(int Frame, int Line), long> _locations = [];
    private readonly ProfileData _data;
    private readonly RecordingInfo _recording;
    private readonly IReadOnlyList<PprofMeasure> _measures;
    private readonly long[] _values;

    private PprofWriter(AsyncProfile profile)
    {
        (_data, _recording) = (profile.Data, profile.Recording);
        _measures = PprofMeasures.Of(_recording);
        _values = new long[_measures.Count];
    }

    public static byte[] Write(AsyncProfile profile)
    {
        var writer = new PprofWriter(profile);
        writer.WriteAll();
        return writer._out.Written.ToArray();
    }

    private void WriteAll()
    {
        foreach (PprofMeasure measure in _measures)
        {
            _message.Clear();
            _message.Number(1, Id(measure.Name));
            _message.Number(2, Id(measure.Unit));
            _out.Message(1, _message);
        }

        WriteSamples();
        WriteFrames();
        if (_recording.StartUtc != default)
            _out.Number(9, (_recording.StartUtc - DateTime.UnixEpoch).Ticks * 100);
        _out.Number(10, _recording.DurationNs);
        var comments = new List<long>();
        foreach (string comment in PprofComments.Of(_recording))
            comments.Add(Id(comment));
        _out.Packed(13, comments.ToArray());
        _out.Number(14, Id(_measures[^1].Name));
        foreach (string text in _strings)
            _out.Text(6, text);
        foreach (string note in PprofComments.NotesOf(_data))
            _out.Text(6, note);
    }

    private long Id(string text)
    {
        if (_stringIds.TryGetValue(text, out long id))
            return id;
        _stringIds.Add(text, id = _strings.Count);
        _strings.Add(text);
        return id;
    }

    private void WriteSamples()
    {
        var labels = new SampleLabels(_data);
        var locations = new List<long>();
        foreach (StackCharge sample in _data.Samples)
        {
            locations.Clear();
            int line = 0; // where the frame awaits the one below it
            for (int stack = sample.Stack; stack > 0; stack = _data.Stacks[stack].Parent)
            {
                locations.Add(Location(_data.Stacks[stack].Frame, line));
                line = _data.Stacks[stack].Line;
            }

            _message.Clear();
            _message.Packed(1, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(locations));
            for (int i = 0; i < _values.Length; i++)
                _values[i] = _measures[i].Of(sample.Sums);
            _message.Packed(2, _values);
            foreach (SampleLabel label in labels.Of(sample))
                Label(label);
            _out.Message(2, _message);
        }
    }

    private long Location(int frame, int line)
    {
        if (!_locations.TryGetValue((frame, line), out long id))
            _locations.Add((frame, line), id = _locations.Count + 1);
        return id;
    }

    private void Label(in SampleLabel label)
    {
        _inner.Clear();
        _inner.Number(1, Id(label.Key));
        _inner.Number(2, label.Text is null ? 0 : Id(label.Text));
        _inner.Number(3, label.Number);
        _inner.Number(4, label.Unit is null ? 0 : Id(label.Unit));
        _message.Message(3, _inner);
    }

    /// <summary>A mapping for each assembly, the app's first, for viewers take that for the program; for each frame a function, and a location for each line at which it awaits.</summary>
    private void WriteFrames()
    {
        var mappings = new Dictionary<(string Assembly, Guid Module), long>();
        foreach (Frame frame in _data.Frames.Where(frame => frame.Assembly.Length > 0).OrderByDescending(frame => frame.Assembly == _recording.Process))
        {
            if (!mappings.TryAdd((frame.Assembly, frame.Module), mappings.Count + 1))
                continue;
            _message.Clear();
            _message.Number(1, mappings.Count);
            _message.Number(5, Id(frame.Assembly));
            _message.Number(6, frame.Module == default ? 0 : Id(frame.Module.ToString("N")));
            _message.Number(7, 1);
            _out.Message(3, _message);
        }

        foreach (((int frame, int line), long id) in _locations)
        {
            Frame f = _data.Frames[frame];
            _inner.Clear();
            _inner.Number(1, frame);
            _inner.Number(2, line);
            _message.Clear();
            _message.Number(1, id);
            _message.Number(2, mappings.GetValueOrDefault((f.Assembly, f.Module)));
            _message.Message(4, _inner);
            _out.Message(4, _message);
        }

        for (int frame = 1; frame < _data.Frames.Count; frame++)
        {
            Frame f = _data.Frames[frame];
            _message.Clear();
            _message.Number(1, frame);
            _message.Number(2, Id(NameText.Display(f)));
            _message.Number(3, Id(f.Kind == FrameKind.Leaf ? f.Target : f.Name));
            _message.Number(4, Id(f.File));
            _message.Number(5, f.Line);
            _out.Message(5, _message);
        }
    }
}
