using AsyncProf.Budgets;
using AsyncProf.Events;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Profiles.Pprof;

/// <summary>
/// Reads a profile from a <c>profile.proto</c>: ours with all it knows, that of any other tool with its times as running time. Whatever is wrong with a file ends
/// in an <see cref="InvalidDataException"/> that says so.
/// </summary>
internal sealed class PprofReader
{
    /// <summary>What is known of one location in one role, beside its frames' numbers, in bytes.</summary>
    private static readonly long LocationBytes = Sizes.OfEntry(24) + 24;

    /// <summary>How many frames all samples together may have; a small file can repeat a long list.</summary>
    private const long MaximumFrames = 100_000_000;

    private const int MaximumLocations = 1_000_000, MaximumName = 40;

    private readonly PprofTables _tables;
    private readonly MemoryAccount _memory;
    private readonly ProfileDataBuilder _builder;
    private readonly Dictionary<string, FrameFacts> _facts = new(StringComparer.Ordinal);
    private readonly Dictionary<(long Location, FrameKind Kind, WaitKind Wait), int[]> _frames = [];
    private readonly Dictionary<string, int> _columns;
    private readonly int _foreign;
    private readonly long _scale;
    private Int128 _total;
    private Int128 _calls;
    private long _framesWalked;

    private PprofReader(PprofTables tables, MemoryAccount memory)
    {
        (_tables, _memory, _builder) = (tables, memory, new ProfileDataBuilder(memory, tables.Samples.Count));
        IsOurs = PprofMeasures.Always.All(measure => ColumnOf(measure.Name) >= 0);
        if (!IsOurs)
            (_foreign, _scale) = ForeignColumns();
        _columns = ((IEnumerable<PprofMeasure>)[.. PprofMeasures.Always, .. PprofMeasures.Memory, .. PprofMeasures.Cpu]).ToDictionary(measure => measure.Name, measure => ColumnOf(measure.Name));
    }

    private bool IsOurs { get; }

    /// <summary>Reads a file that is unpacked.</summary>
    /// <param name="file">The file.</param>
    /// <param name="memory">What reading takes is charged there; null for the usual limit.</param>
    public static AsyncProfile Read(ReadOnlySpan<byte> file, MemoryAccount? memory = null)
    {
        memory ??= new MemoryBudget(MemoryBudget.DefaultLimit).Open();
        var reader = new PprofReader(PprofTables.Read(file, memory), memory);
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
        {
            if (text.StartsWith(PprofNames.MethodNote, StringComparison.Ordinal))
                _memory.Charge(ProfileCost.Note);
            PprofComments.ReadNote(text, _facts, _builder);
        }

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
        if (recording.Allocated is { ProcessBytes: 0 })
            recording = recording with { Allocated = null };
        if (recording.Cpu is { ProcessNs: 0 })
            recording = recording with { Cpu = null };
        return new AsyncProfile(recording, _builder.Build());
    }

    private int ColumnOf(string name) => _tables.Types.FindIndex(type => _tables.Text(type.Type) == name);

    /// <summary>Of another tool's types the default, or else the last, that is a time; and how many nanoseconds its unit has.</summary>
    private (int Column, long Scale) ForeignColumns()
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
            throw new InvalidDataException($"it holds no times, only {string.Join(", ", _tables.Types.Take(8).Select(type => $"{Name(type.Type)}/{Name(type.Unit)}"))}");
        int chosen = times[^1];
        foreach (int column in times)
        {
            if (_tables.Types[column].Type == _tables.DefaultType)
                chosen = column;
        }

        return (chosen, ScaleOf(chosen));
    }

    private void ReadSample(ReadOnlySpan<byte> message, List<long> locations, List<long> values)
    {
        var labels = new PprofLabels();
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
                reader.AddNumbers(locations, MaximumLocations);
            else if (reader.Field == 2)
                reader.AddNumbers(values, _tables.Types.Count);
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
        int stack = StackOf(locations, labels);
        StackCharge sample = IsOurs ? Ours(stack, labels, values) : Foreign(stack, values);
        _total += sample.Sums.Total;
        _calls += sample.Sums.Calls;
        if (_calls > long.MaxValue / 2)
            throw new InvalidDataException("a number of calls is impossible");
        if (_total > long.MaxValue)
            throw new InvalidDataException("its times add up to more than 292 years");
        _builder.Add(sample);
    }

    private StackCharge Ours(int stack, PprofLabels labels, List<long> values)
    {
        Measures sums = PprofMeasures.Read(type => _columns[type] is var column and >= 0 ? values[column] : 0);
        if (sums.Calls > int.MaxValue * 1_000_000L)
            throw new InvalidDataException("a number of calls is impossible");
        if (IsTooLong(sums.Task) || IsTooLong(sums.Elapsed))
            throw new InvalidDataException("its times add up to more than 292 years");
        return new StackCharge(stack, new ChargeTags(labels.Root, labels.Status, labels.Awaited, labels.Bucket).LinkedTo(_builder.Link(labels.Link)), sums);

        static bool IsTooLong(in TimeByState time) => (Int128)time.RunningNs + time.WaitingNs + time.ReadyNs + time.BlockedNs > long.MaxValue;
    }

    private StackCharge Foreign(int stack, List<long> values)
    {
        Int128 ns = (Int128)values[_foreign] * _scale;
        if (ns > long.MaxValue / 4)
            throw new InvalidDataException("its times add up to more than 292 years");
        var running = new TimeByState((long)ns, 0, 0, 0);
        return new StackCharge(stack, new ChargeTags(RootKind.Operation, OperationStatus.Completed, AwaitedBy.Parent, -1), new Measures(0, 0, running, running));
    }

    /// <summary>The stack of a sample's locations, which stand leaf first.</summary>
    private int StackOf(List<long> locations, in PprofLabels labels)
    {
        int stack = 0, depth = 0;
        for (int i = locations.Count - 1; i >= 0; i--)
        {
            FrameKind kind = labels.KindAt(i, stack == 0);
            int[] frames = FramesOf(locations[i], kind, kind == FrameKind.Leaf ? labels.Wait : WaitKind.None);
            _framesWalked += frames.Length;
            if (_framesWalked > MaximumFrames)
                throw new InvalidDataException("its stacks have too many frames");
            int line = i + 1 < locations.Count && IsOurs ? _tables.LineAt(locations[i + 1]) : 0;
            foreach (int frame in frames)
            {
                if (depth++ < ProfileData.MaximumDepth)
                    stack = _builder.Intern(stack, frame, line);
                line = 0;
            }
        }

        return depth > ProfileData.MaximumDepth ? _builder.Intern(stack, _builder.Intern(Frame.Other)) : stack;
    }

    /// <summary>A name from the file as it may stand in a message.</summary>
    private string Name(long index)
    {
        string name = PlainText.Printable(_tables.Text(index));
        return name.Length <= MaximumName ? name : name[..MaximumName] + "…";
    }

    /// <summary>The frames of a location, the outermost first. What kind they are no name tells, but the sample that they are in.</summary>
    private int[] FramesOf(long location, FrameKind kind, WaitKind wait)
    {
        if (_frames.TryGetValue((location, kind, wait), out int[]? frames))
            return frames;
        var found = new List<int>();
        foreach ((string shown, string systemName, string assembly, Guid module, string file, int line) in _tables.FunctionsOf(location))
        {
            if (kind == FrameKind.Leaf)
            {
                (WaitKind known, string target) = wait == WaitKind.None ? WaitText.ReadOld(shown) : (wait, systemName);
                found.Add(_builder.Intern(Frame.OfWait(known, target, known == WaitKind.Hidden && Frame.LooksFramework(target), WaitText.ReadOn(known, shown))));
                continue;
            }

            string name = IsOurs && systemName.Length > 0 ? systemName : shown;
            FrameFacts? facts = kind is FrameKind.Method ? _facts.GetValueOrDefault(name) : null;
            bool isFramework = facts?.IsFramework ?? (kind != FrameKind.Entry && Frame.LooksFramework(name));
            found.Add(_builder.Intern(new Frame(kind, name, isFramework) { Assembly = assembly, Module = module, File = file, Line = line, Overload = facts?.Overload ?? "", PassesOn = facts?.PassesOn ?? false, Link = facts?.Link ?? "" }));
        }

        found.Reverse();
        _memory.Charge(LocationBytes + (found.Count * sizeof(int)));
        _frames.Add((location, kind, wait), frames = [.. found]);
        return frames;
    }
}
