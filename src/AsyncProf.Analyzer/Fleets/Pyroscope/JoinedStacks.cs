using AsyncProf.Budgets;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Durations;
using AsyncProf.Profiles.Pprof;

namespace AsyncProf.Fleets.Pyroscope;

/// <summary>
/// Joins files of one sample type each to a profile, stack by stack. Labels are gone by then: a wait is told by its name, a request by its method and path, and how calls ended by nothing.
/// </summary>
/// <param name="memory">What it takes is charged there.</param>
internal sealed class JoinedStacks(MemoryAccount memory)
{
    private const long MostFrames = 20_000_000;

    private const string TooMuch = "its values add up to more than can be";

    private static readonly string[] Verbs = ["GET ", "POST ", "PUT ", "DELETE ", "PATCH ", "HEAD ", "OPTIONS ", "TRACE ", "CONNECT ", "QUERY "];

    private readonly ProfileDataBuilder _data = new(memory);
    private readonly Dictionary<int, Dictionary<string, long>> _values = [];
    private long _frames;

    /// <summary>Adds a file.</summary>
    /// <param name="type">Its sample type.</param>
    /// <param name="file">The file, unpacked.</param>
    /// <exception cref="InvalidDataException">It is no such file.</exception>
    public void Add(string type, ReadOnlySpan<byte> file)
    {
        PprofTables tables = PprofTables.Read(file, memory);
        var locations = new List<long>();
        var values = new List<long>();
        foreach ((int start, int length) in tables.Samples)
        {
            locations.Clear();
            values.Clear();
            var reader = new ProtoReader(file.Slice(start, length));
            while (reader.Next())
            {
                if (reader.Field == 1)
                    reader.AddNumbers(locations, ProfileData.MaximumDepth);
                else if (reader.Field == 2)
                    reader.AddNumbers(values, 1);
            }

            if (values is not [>= 0 and < long.MaxValue / 64 and var value])
                throw new InvalidDataException("a sample has not one value that can be");
            if (locations.Count > 0)
                Add(StackOf(locations, tables), type, value);
        }
    }

    /// <summary>The profile of all that was added.</summary>
    /// <exception cref="InvalidDataException">It adds up to more than can be.</exception>
    public AsyncProfile Build(RecordingInfo recording)
    {
        Int128 total = 0;
        foreach ((int stack, Dictionary<string, long> values) in _values)
        {
            Measures sums = PprofMeasures.Read(type => values.GetValueOrDefault(type));
            total += sums.Total;
            if (total > long.MaxValue)
                throw new InvalidDataException(TooMuch);
            int bucket = sums.Calls > 0 ? DurationBuckets.Of(sums.WallNs / sums.Calls) : -1;
            _data.Add(new StackCharge(stack, new ChargeTags(RootOf(stack), OperationStatus.Completed, AwaitedBy.Parent, bucket), sums));
        }

        return new AsyncProfile(recording, _data.Build());
    }

    private void Add(int stack, string type, long value)
    {
        if (!_values.TryGetValue(stack, out Dictionary<string, long>? values))
        {
            memory.Charge(Sizes.OfEntry(16) + (8 * Sizes.OfEntry(16)));
            _values.Add(stack, values = new(StringComparer.Ordinal));
        }

        long sum = values.GetValueOrDefault(type);
        values[type] = sum < long.MaxValue / 64 - value ? sum + value : throw new InvalidDataException(TooMuch);
    }

    private RootKind RootOf(int stack)
    {
        while (_data[stack].Parent > 0)
            stack = _data[stack].Parent;
        return _data.FrameOf(stack).Kind == FrameKind.Entry ? RootKind.Request : RootKind.Operation;
    }

    /// <summary>The stack of locations, which stand leaf first, as do the functions of each.</summary>
    private int StackOf(List<long> locations, PprofTables tables)
    {
        int stack = 0, depth = 0;
        for (int i = locations.Count - 1; i >= 0; i--)
        {
            int line = i + 1 < locations.Count ? tables.LineAt(locations[i + 1]) : 0;
            foreach (PprofFunction function in tables.FunctionsOf(locations[i]).Reverse())
            {
                if (++_frames > MostFrames)
                    throw new InvalidDataException("its stacks have too many frames");
                if (depth++ < ProfileData.MaximumDepth)
                    stack = _data.Intern(stack, _data.Intern(FrameOf(function, isOutermost: stack == 0, isInnermost: i == 0)), line);
                line = 0;
            }
        }

        return stack;
    }

    private static Frame FrameOf(PprofFunction function, bool isOutermost, bool isInnermost)
    {
        if (isInnermost && !isOutermost && WaitNames.IsWait(function.Name))
            return WaitNames.FrameOf(function.Name);
        string name = function.SystemName.Length > 0 ? function.SystemName : function.Name;
        if (isOutermost && Verbs.Any(verb => name.StartsWith(verb, StringComparison.Ordinal)))
            return new Frame(FrameKind.Entry, name, false);
        return new Frame(FrameKind.Method, name, Frame.LooksFramework(name)) { Assembly = function.Assembly, Module = function.Module, File = function.File, Line = function.Line };
    }
}
