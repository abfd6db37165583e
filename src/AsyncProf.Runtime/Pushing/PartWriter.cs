using System.Runtime.InteropServices;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Pprof;

namespace AsyncProf.Pushing;

/// <summary>Writes some of a profile's stacks as a <c>profile.proto</c> of its own, as a store takes it: no notes, which it would lose, no comments but those that say how much of the time it shows, and no labels but those that make a series and those of spans.</summary>
/// <param name="data">The profile.</param>
/// <param name="stacks">Its stacks as they are pushed.</param>
/// <param name="measures">Its sample types.</param>
/// <param name="tellsTraces">Whether samples say which trace they are of.</param>
internal sealed class PartWriter(ProfileData data, CutStacks stacks, IReadOnlyList<PprofMeasure> measures, bool tellsTraces)
{
    /// <summary>What has to be known of a profile wherever it is read.</summary>
    private static readonly string[] Told = ["observedShare", "pauses", "cut.byPauses", "lost.events", "lost.batches", "givenUp", "entriesGivenUp"];

    private readonly ProtoWriter _samples = new(), _tables = new(), _strings = new(), _message = new(), _inner = new();
    private readonly Dictionary<string, long> _stringIds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _mappings = new(StringComparer.Ordinal);
    private readonly Dictionary<int, (long Function, long Mapping)> _functions = [];
    private readonly Dictionary<(int Frame, int Line), long> _locations = [];
    private readonly List<(int Frame, int Line)> _frames = [];
    private readonly List<long> _stack = [];
    private readonly long[] _values = new long[measures.Count];

    /// <summary>How many samples it has.</summary>
    public int Samples { get; private set; }

    /// <summary>How long it is so far, in bytes.</summary>
    public int Length => _samples.Written.Length + _tables.Written.Length + _strings.Written.Length;

    /// <summary>Adds a sample; one of which all values are zero is none.</summary>
    public void Add(in SampleKey key, in Measures sums)
    {
        bool isEmpty = true;
        for (int i = 0; i < _values.Length; i++)
        {
            _values[i] = Math.Max(0, measures[i].Of(sums)); // what is negative is taken for damaged
            isEmpty &= _values[i] == 0;
        }

        if (isEmpty)
            return;
        Walk(key.Stack);
        _message.Clear();
        _message.Packed(1, CollectionsMarshal.AsSpan(_stack));
        _message.Packed(2, _values);
        Label(ServiceIdentity.Root, key.Series.Root);
        Label(ServiceIdentity.RootKind, key.Series.RootKind);
        Label(ServiceIdentity.Status, key.Series.Status);
        if (!key.Span.IsNone)
        {
            Label(PprofNames.SpanId, key.Span.SpanId);
            if (tellsTraces)
                Label(PprofNames.TraceId, key.Span.TraceId);
        }

        _samples.Message(2, _message);
        Samples++;
    }

    /// <summary>The whole of it.</summary>
    public byte[] Finish(RecordingInfo recording)
    {
        var types = new ProtoWriter();
        foreach (PprofMeasure measure in measures)
            Type(types, 1, measure.Name, measure.Unit);
        if (recording.StartUtc != default)
            types.Number(9, (recording.StartUtc - DateTime.UnixEpoch).Ticks * 100);
        types.Number(10, recording.DurationNs);
        Type(types, 11, "wall", PprofNames.Nanoseconds);
        types.Number(12, 1);
        types.Packed(13, CommentsOf(recording));
        types.Number(14, Id(measures[^1].Name));
        var first = new ProtoWriter();
        first.Text(6, ""); // the table begins with it
        return [.. types.Written, .. _samples.Written, .. _tables.Written, .. first.Written, .. _strings.Written];
    }

    private long[] CommentsOf(RecordingInfo recording) =>
        [.. PprofComments.Of(recording).Where(comment => Told.Any(field => comment.StartsWith($"{PprofNames.CommentPrefix}{field}=", StringComparison.Ordinal))).Select(Id)];

    private void Type(ProtoWriter to, int field, string name, string unit)
    {
        _message.Clear();
        _message.Number(1, Id(name));
        _message.Number(2, Id(unit));
        to.Message(field, _message);
    }

    /// <summary>The locations of a stack, the leaf first.</summary>
    private void Walk(int stack)
    {
        stacks.Read(stack, _frames);
        _stack.Clear();
        foreach ((int frame, int line) in _frames)
            _stack.Add(Location(frame, line));
    }

    private long Location(int frame, int line)
    {
        if (_locations.TryGetValue((frame, line), out long id))
            return id;
        if (!_functions.TryGetValue(frame, out (long Function, long Mapping) function))
            _functions.Add(frame, function = Function(frame == CutStacks.LeftOut ? FrameTexts.LeftOut : FrameTexts.Of(data.Frames[frame])));
        _locations.Add((frame, line), id = _locations.Count + 1);
        _inner.Clear();
        _inner.Number(1, function.Function);
        _inner.Number(2, line);
        _message.Clear();
        _message.Number(1, id);
        _message.Number(2, function.Mapping);
        _message.Message(4, _inner);
        _tables.Message(4, _message);
        return id;
    }

    private (long Function, long Mapping) Function(FrameTexts texts)
    {
        long id = _functions.Count + 1;
        (long name, long systemName, long file) = (Id(texts.Name), Id(texts.SystemName), Id(texts.File));
        _message.Clear();
        _message.Number(1, id);
        _message.Number(2, name);
        _message.Number(3, systemName);
        _message.Number(4, file);
        _message.Number(5, texts.Line);
        _tables.Message(5, _message);
        return (id, texts.Assembly.Length == 0 ? 0 : Mapping(texts.Assembly));
    }

    private long Mapping(string assembly)
    {
        if (_mappings.TryGetValue(assembly, out long id))
            return id;
        _mappings.Add(assembly, id = _mappings.Count + 1);
        long file = Id(assembly);
        _message.Clear();
        _message.Number(1, id);
        _message.Number(5, file);
        _message.Number(7, 1);
        _tables.Message(3, _message);
        return id;
    }

    private long Id(string text)
    {
        if (text.Length == 0)
            return 0;
        if (_stringIds.TryGetValue(text, out long id))
            return id;
        _stringIds.Add(text, id = _stringIds.Count + 1);
        _strings.Text(6, text);
        return id;
    }

    private void Label(string key, string value)
    {
        if (value.Length == 0)
            return;
        _inner.Clear();
        _inner.Number(1, Id(key));
        _inner.Number(2, Id(value));
        _message.Message(3, _inner);
    }
}
