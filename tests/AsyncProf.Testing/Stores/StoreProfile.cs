using System.IO.Compression;
using System.Text;
using AsyncProf.Profiles.Pprof;

namespace AsyncProf.Testing.Stores;

/// <summary>A <c>profile.proto</c> as a store reads it, by the format's own description and not by our reader.</summary>
internal sealed class StoreProfile
{
    public List<(long Type, long Unit)> Types { get; } = [];

    public List<(long[] Locations, long[] Values, (long Key, long Text, long Number)[] Labels)> Samples { get; } = [];

    public Dictionary<long, (long Mapping, long[] Functions, long Line)> Locations { get; } = [];

    public Dictionary<long, (long Name, long SystemName, long File)> Functions { get; } = [];

    public Dictionary<long, long> Mappings { get; } = [];

    public List<string> Strings { get; } = [];

    public List<long> Comments { get; } = [];

    public long TimeNs { get; private set; }

    public long DurationNs { get; private set; }

    public (long Type, long Unit) PeriodType { get; private set; }

    public long Period { get; private set; }

    /// <summary>How long it is unpacked.</summary>
    public int Length { get; private set; }

    /// <summary>Reads one, gzipped or not: its first bytes tell.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static StoreProfile Read(byte[] bytes)
    {
        if (bytes is [0x1f, 0x8b, ..])
        {
            using var unpacked = new MemoryStream();
            using (var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress))
                gzip.CopyTo(unpacked);
            bytes = unpacked.ToArray();
        }

        var profile = new StoreProfile { Length = bytes.Length };
        var reader = new ProtoReader(bytes);
        while (reader.Next())
            profile.Take(ref reader);
        return profile;
    }

    /// <summary>The names of a sample's frames, the leaf first.</summary>
    public IReadOnlyList<string> Stack(int sample) => [.. Samples[sample].Locations.SelectMany(location => Locations[location].Functions).Select(function => Strings[(int)Functions[function].Name])];

    /// <summary>What is wrong with it, if anything is: the store would refuse it.</summary>
    public string? Wrong()
    {
        if (Types.Count == 0)
            return "no sample type";
        if (Strings.Count == 0 || Strings[0].Length > 0)
            return "string_table[0] must be empty";
        IEnumerable<long> strings = [
            .. Comments, .. Types.SelectMany(type => (long[])[type.Type, type.Unit]), PeriodType.Type, PeriodType.Unit, .. Mappings.Values, .. Functions.Values.SelectMany(f => (long[])[f.Name, f.SystemName, f.File]),
            .. Samples.SelectMany(sample => sample.Labels).SelectMany(label => (long[])[label.Key, label.Text])];
        if (strings.Any(index => index < 0 || index >= Strings.Count))
            return "a string's index is out of range";
        if (Types.Any(type => Strings[(int)type.Type].Contains('-', StringComparison.Ordinal)))
            return "a sample type holds a dash";
        if (Samples.Any(sample => sample.Values.Length != Types.Count))
            return "a sample has another number of values than there are types";
        if (Locations.ContainsKey(0) || Functions.ContainsKey(0) || Mappings.ContainsKey(0))
            return "an id is 0";
        if (Samples.SelectMany(sample => sample.Locations).Any(location => !Locations.ContainsKey(location)))
            return "a location is not there";
        if (Locations.Values.Any(location => location.Functions.Any(function => !Functions.ContainsKey(function)) || (location.Mapping != 0 && !Mappings.ContainsKey(location.Mapping))))
            return "a function or a mapping is not there";
        return null;
    }

    private static long[] Numbers(ref ProtoReader reader, long[] before)
    {
        var numbers = new List<long>(before);
        reader.AddNumbers(numbers, int.MaxValue);
        return [.. numbers];
    }

    private void Take(ref ProtoReader reader)
    {
        switch (reader.Field)
        {
            case 1:
                Types.Add(Pair(reader.Bytes, 1, 2));
                break;
            case 2:
                TakeSample(reader.Bytes);
                break;
            case 3:
                (long mapping, long file) = Pair(reader.Bytes, 1, 5);
                if (!Mappings.TryAdd(mapping, file))
                    throw new InvalidDataException("a mapping is there twice");
                break;
            case 4:
                TakeLocation(reader.Bytes);
                break;
            case 5:
                (long function, long name) = Pair(reader.Bytes, 1, 2);
                (long systemName, long source) = Pair(reader.Bytes, 3, 4);
                if (!Functions.TryAdd(function, (name, systemName, source)))
                    throw new InvalidDataException("a function is there twice");
                break;
            case 6:
                Strings.Add(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(reader.Bytes));
                break;
            case 9:
                TimeNs = (long)reader.Number;
                break;
            case 10:
                DurationNs = (long)reader.Number;
                break;
            case 11:
                PeriodType = Pair(reader.Bytes, 1, 2);
                break;
            case 12:
                Period = (long)reader.Number;
                break;
            case 13:
                Comments.AddRange(Numbers(ref reader, []));
                break;
        }
    }

    private void TakeSample(ReadOnlySpan<byte> message)
    {
        (long[] locations, long[] values, List<(long, long, long)> labels) = ([], [], []);
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
                locations = Numbers(ref reader, locations);
            else if (reader.Field == 2)
                values = Numbers(ref reader, values);
            else if (reader.Field == 3)
                labels.Add((Pair(reader.Bytes, 1, 2).First, Pair(reader.Bytes, 1, 2).Second, Pair(reader.Bytes, 3, 4).First));
        }

        Samples.Add((locations, values, [.. labels]));
    }

    private void TakeLocation(ReadOnlySpan<byte> message)
    {
        (long id, long mapping) = Pair(message, 1, 2);
        var functions = new List<long>();
        long line = 0;
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field != 4)
                continue;
            (long function, line) = Pair(reader.Bytes, 1, 2);
            functions.Add(function);
        }

        if (!Locations.TryAdd(id, (mapping, [.. functions], line)))
            throw new InvalidDataException("a location is there twice");
    }

    private static (long First, long Second) Pair(ReadOnlySpan<byte> message, int first, int second)
    {
        (long First, long Second) pair = default;
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == first)
                pair.First = (long)reader.Number;
            else if (reader.Field == second)
                pair.Second = (long)reader.Number;
        }

        return pair;
    }
}
