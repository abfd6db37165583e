using System.Text;
using AsyncProf.Budgets;

namespace AsyncProf.Profiles.Pprof;

/// <summary>The tables of a <c>profile.proto</c>, read as they stand; nothing in them is trusted.</summary>
internal sealed class PprofTables
{
    private const int MaximumComments = 100_000;

    private readonly Dictionary<long, (long Address, long Mapping, int First, int Count)> _locations;
    private readonly Dictionary<long, (long Name, long SystemName, long File, long Line)> _functions;
    private readonly Dictionary<long, (long File, long Build)> _mappings;
    private readonly List<(long Function, long Line)> _lines;
    private readonly List<string> _strings;

    private PprofTables(PprofCounts counts)
    {
        _locations = new(counts.Locations);
        _functions = new(counts.Functions);
        _mappings = new(counts.Mappings);
        _lines = new(counts.Lines);
        _strings = new(counts.Strings);
        Samples = new(counts.Samples);
    }

    public List<(long Type, long Unit)> Types { get; } = [];

    public List<long> Comments { get; } = [];

    public IReadOnlyList<string> Strings => _strings;

    /// <summary>Where each sample's message lies in the file.</summary>
    public List<(int Start, int Length)> Samples { get; }

    public long DefaultType { get; private set; }

    public long DurationNs { get; private set; }

    public long TimeNs { get; private set; }

    /// <summary>Reads the tables of a file.</summary>
    /// <param name="file">The file, unpacked.</param>
    /// <param name="memory">What they take is charged there; null for the usual limit.</param>
    public static PprofTables Read(ReadOnlySpan<byte> file, MemoryAccount? memory = null)
    {
        PprofCounts counts = PprofCounts.Of(file);
        (memory ?? new MemoryBudget(MemoryBudget.DefaultLimit).Open()).Charge(counts.Bytes);
        var tables = new PprofTables(counts);
        var reader = new ProtoReader(file);
        while (reader.Next())
            tables.Take(ref reader, file);
        if (tables._strings.Count == 0 || tables._strings[0].Length > 0)
            throw new InvalidDataException("its table of strings does not begin with the empty one");
        return tables;
    }

    public string Text(long index) => index >= 0 && index < _strings.Count ? _strings[(int)index] : throw new InvalidDataException("it names a string that is not there");

    /// <summary>The functions of a location, the innermost first, each with its names and its assembly.</summary>
    public IEnumerable<PprofFunction> FunctionsOf(long location)
    {
        if (!_locations.TryGetValue(location, out (long Address, long Mapping, int First, int Count) found))
            throw new InvalidDataException("a sample names a location that is not there");
        (long file, long build) = _mappings.GetValueOrDefault(found.Mapping);
        string assembly = Text(file);
        Guid module = Guid.TryParseExact(Text(build), "N", out Guid id) ? id : default;
        if (found.Count == 0)
            yield return new PprofFunction(FormattableString.Invariant($"0x{found.Address:x}"), "", assembly, module, "", 0);
        for (int i = 0; i < found.Count; i++)
        {
            long function = _lines[found.First + i].Function;
            if (!_functions.TryGetValue(function, out (long Name, long SystemName, long File, long Line) names))
                throw new InvalidDataException("a location names a function that is not there");
            yield return new PprofFunction(Text(names.Name) is { Length: > 0 } text ? text : "(unnamed)", Text(names.SystemName), assembly, module, Text(names.File), LineOf(names.Line));
        }
    }

    /// <summary>The line of the outermost function of a location; 0 where it has none.</summary>
    public int LineAt(long location) => _locations.TryGetValue(location, out (long Address, long Mapping, int First, int Count) found) && found.Count > 0 ? LineOf(_lines[found.First + found.Count - 1].Line) : 0;

    private static int LineOf(long line) => line is > 0 and < int.MaxValue ? (int)line : 0;

    private void Take(ref ProtoReader reader, ReadOnlySpan<byte> file)
    {
        switch (reader.Field)
        {
            case 1:
                (long type, long unit, _) = Numbers(reader.Bytes, 1, 2, 0);
                Types.Add((type, unit));
                break;
            case 2:
                file.Overlaps(reader.Bytes, out int start);
                Samples.Add((start, reader.Bytes.Length));
                break;
            case 3:
                (long mapping, long name, long build) = Numbers(reader.Bytes, 1, 5, 6);
                _mappings[mapping] = (name, build);
                break;
            case 4:
                TakeLocation(reader.Bytes);
                break;
            case 5:
                (long function, long functionName, long systemName) = Numbers(reader.Bytes, 1, 2, 3);
                (long source, long line, _) = Numbers(reader.Bytes, 4, 5, 0);
                _functions[function] = (functionName, systemName, source, line);
                break;
            case 6:
                _strings.Add(Encoding.UTF8.GetString(reader.Bytes));
                break;
            case 9:
                TimeNs = (long)reader.Number;
                break;
            case 10:
                DurationNs = (long)reader.Number;
                break;
            case 13:
                reader.AddNumbers(Comments, MaximumComments);
                break;
            case 14:
                DefaultType = (long)reader.Number;
                break;
        }
    }

    private void TakeLocation(ReadOnlySpan<byte> message)
    {
        (long id, long mapping, long address) = Numbers(message, 1, 2, 3);
        int first = _lines.Count;
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field != 4)
                continue;
            (long function, long line, _) = Numbers(reader.Bytes, 1, 2, 0);
            _lines.Add((function, line));
        }

        _locations[id] = (address, mapping, first, _lines.Count - first);
    }

    /// <summary>Up to three numbers of a message, by their fields.</summary>
    private static (long A, long B, long C) Numbers(ReadOnlySpan<byte> message, int a, int b, int c)
    {
        (long A, long B, long C) numbers = default;
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == a)
                numbers.A = (long)reader.Number;
            else if (reader.Field == b)
                numbers.B = (long)reader.Number;
            else if (reader.Field == c)
                numbers.C = (long)reader.Number;
        }

        return numbers;
    }
}
