using AsyncProf.Events;
using AsyncProf.Stitching;

namespace AsyncProf.Profiles.Pprof;

/// <summary>
/// Reads a profile from a <c>profile.proto</c>: ours with all it knows, that of any other tool with its times as running time. Whatever is wrong with a file ends
/// in an <see cref="InvalidDataException"/> that says so.
/// </summary>
internal sealed class PprofReader
{
    /// <summary>A file may hold this many logical stacks; each takes some hundred bytes of memory.</summary>
    public const int MaximumStacks = 2_000_000;

    private readonly PprofTables _tables;
    private readonly ProfileDataBuilder _builder = new();
    private readonly Dictionary<string, FrameFacts> _facts = new(StringComparer.Ordinal);
    private readonly Dictionary<(long Location, bool IsEntry), int[]> _frames = [];
    private readonly int[] _columns;
    private readonly long _scale;
    private Int128 _total;

    private PprofReader(PprofTables tables)
    {
        _tables = tables;
        _columns = [.. PprofNames.Types.Select(ColumnOf)];
        IsOurs = Array.TrueForAll(_columns, static column => column >= 0);
        if (!IsOurs)
            (_columns, _scale) = ForeignColumns();
    }

    private bool IsOurs { get; }

    public static AsyncProfile Read(ReadOnlySpan<byte> file)
    {
        var reader = new PprofReader(PprofTables.Read(file));
        return reader.ReadAll(file);
    }

    private AsyncProfile ReadAll(ReadOnlySpan<byte> file)
    {
        var recording = new RecordingInfo { DurationNs = Math.Max(0, _tables.DurationNs), Source = IsOurs ? "" : "pprof" };
        if (!IsOurs && _tables.TimeNs is > 0 and < long.MaxValue / 2)
            recording = recording with { StartUtc = DateTime.UnixEpoch.AddTicks(_tables.TimeNs / 100) };
        foreach (long comment in _tables.Comments)
            recording = PprofComments.Read(_tables.Text(comment), recording);
        foreach (string text in IsOurs ? _tables.Strings : [])
            PprofComments.ReadNote(text, _facts, _builder);
        var locations = new List<long>();
        var values = new List<long>();
        foreach ((int start, int length) in _tables.Samples)
        {
            locations.Clear();
            values.Clear();
            ReadSample(file.Slice(start, length), locations, values);
        }

        if (recording.PoolDelay is { Probes: 0 })
            recording = recording with { PoolDelay = null };
        return new AsyncProfile(recording, _builder.Build());
    }

    private int ColumnOf(string name) => _tables.Types.FindIndex(type => _tables.Text(type.Type) == name);

    /// <summary>Of another tool's types the default, or else the last, that is a time; and how many nanoseconds its unit has.</summary>
    private (int[] Columns, long Scale) ForeignColumns()
    {
        long ScaleOf(int column) => _tables.Text(_tables.Types[column].Unit) switch
        {
            "nanoseconds" or "ns" => 1,
            "microseconds" or "us" => 1_000,
            "milliseconds" or "ms" => 1_000_000,
            "seconds" or "s" => 1_000_000_000,
            _ => 0,
        };

        int[] times = [.. Enumerable.Range(0, _tables.Types.Count).Where(column => ScaleOf(column) > 0)];
        if (times.Length == 0)
            throw new InvalidDataException($"it holds no times, only {string.Join(", ", _tables.Types.Take(8).Select(type => $"{_tables.Text(type.Type)}/{_tables.Text(type.Unit)}"))}");
        int chosen = times[^1];
        foreach (int column in times)
        {
            if (_tables.Types[column].Type == _tables.DefaultType)
                chosen = column;
        }

        return ([chosen], ScaleOf(chosen));
    }

    private void ReadSample(ReadOnlySpan<byte> message, List<long> locations, List<long> values)
    {
        var labels = new PprofLabels();
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
                reader.AddNumbers(locations);
            else if (reader.Field == 2)
                reader.AddNumbers(values);
            else if (reader.Field == 3 && IsOurs)
                labels.Take(reader.Bytes, _tables);
        }

        if (values.Count != _tables.Types.Count)
            throw new InvalidDataException("a sample has not as many values as there are types");
        foreach (long value in values)
        {
            if (value < 0)
                throw new InvalidDataException("it holds negative values: it is the difference of two profiles");
        }

        if (locations.Count == 0)
            return;
        int stack = StackOf(locations, labels.IsEntry);
        Sample sample = IsOurs ? Ours(stack, labels, values) : Foreign(stack, values);
        _total += sample.Task.TotalNs;
        _total += sample.Elapsed.TotalNs;
        _total += sample.WallNs;
        if (_total > long.MaxValue)
            throw new InvalidDataException("its times add up to more than 292 years");
        _builder.Add(sample);
    }

    private Sample Ours(int stack, PprofLabels labels, List<long> values)
    {
        long Value(int type) => values[_columns[type]];
        if (Value(0) > int.MaxValue * 1_000_000L)
            throw new InvalidDataException("a number of calls is impossible");
        if ((Int128)Value(2) + Value(3) + Value(4) + Value(5) > long.MaxValue || (Int128)Value(7) + Value(8) + Value(9) + Value(10) > long.MaxValue)
            throw new InvalidDataException("its times add up to more than 292 years");
        return new Sample(
            stack,
            new SampleTags(labels.Root, labels.Status, labels.Awaited, labels.Bucket),
            Value(0),
            Value(1),
            new TimeByState(Value(2), Value(3), Value(4), Value(5)),
            new TimeByState(Value(7), Value(8), Value(9), Value(10)));
    }

    private Sample Foreign(int stack, List<long> values)
    {
        Int128 ns = (Int128)values[_columns[0]] * _scale;
        if (ns > long.MaxValue / 4)
            throw new InvalidDataException("its times add up to more than 292 years");
        var running = new TimeByState((long)ns, 0, 0, 0);
        return new Sample(stack, new SampleTags(RootKind.Operation, OperationStatus.Completed, AwaitedBy.Parent, -1), 0, 0, running, running);
    }

    /// <summary>The stack of a sample's locations, which stand leaf first.</summary>
    private int StackOf(List<long> locations, bool isEntry)
    {
        int stack = 0;
        for (int i = locations.Count - 1; i >= 0; i--)
        {
            foreach (int frame in FramesOf(locations[i], isEntry && stack == 0))
                stack = _builder.Intern(stack, frame);
        }

        if (_builder.StackCount > MaximumStacks)
            throw new InvalidDataException(FormattableString.Invariant($"it holds more than {MaximumStacks} stacks"));
        return stack;
    }

    /// <summary>The frames of a location, the outermost first.</summary>
    private int[] FramesOf(long location, bool isEntry)
    {
        if (_frames.TryGetValue((location, isEntry), out int[]? frames))
            return frames;
        var found = new List<int>();
        foreach ((string name, string assembly, Guid module) in _tables.FunctionsOf(location))
        {
            FrameKind kind = isEntry ? FrameKind.Entry : IsOurs && name.StartsWith(FrameFolding.LeafMark, StringComparison.Ordinal) ? FrameKind.Leaf : FrameKind.Method;
            FrameFacts? facts = kind is FrameKind.Method ? _facts.GetValueOrDefault(name) : null;
            bool isFramework = facts?.IsFramework ?? (kind == FrameKind.Method && Frame.LooksFramework(name));
            found.Add(_builder.Intern(new Frame(kind, name, isFramework) { Assembly = assembly, Module = module, Overload = facts?.Overload ?? "" }));
        }

        found.Reverse();
        _frames.Add((location, isEntry), frames = [.. found]);
        return frames;
    }
}
