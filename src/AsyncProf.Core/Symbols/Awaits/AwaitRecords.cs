using System.Buffers;
using System.Text;
using AsyncProf.Events.Batches;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Symbols.Awaits;

/// <summary>Places, and the code of methods, on their way out of the process; the layout is in <c>FORMAT.md</c>. Reading never fails but in one way.</summary>
internal static class AwaitRecords
{
    /// <summary>Stands between a file and where it can be read.</summary>
    private const char BeforeLink = '\n';

    private const byte IsKnown = 1, IsOneOf = 2;
    private const int SmallestMethod = 2, SmallestPassed = 3;
    private const int SmallestAwait = 1, SmallestPlace = 2 + SmallestAwait, SmallestCode = 3 + (2 * SmallestAwait);

    /// <summary>At most what a record takes, in bytes.</summary>
    public static int SizeOf(in PlaceRecord place) => 16 + SizeOf(place.Await);

    /// <inheritdoc cref="SizeOf(in PlaceRecord)"/>
    public static int SizeOf(in CodeRecord code) => 24 + (3 * FileOf(code).Length) + SizeOf(code.Untold) + SizeOf(code.OnTask);

    public static void Write(IReadOnlyCollection<PlaceRecord> places, IBufferWriter<byte> output)
    {
        BatchWriter.Unsigned(output, (ulong)places.Count);
        foreach ((int place, int name, AwaitInfo? await) in places)
        {
            BatchWriter.Unsigned(output, (uint)place);
            BatchWriter.Unsigned(output, (uint)name);
            Write(await, output);
        }
    }

    public static void Write(IReadOnlyCollection<CodeRecord> codes, IBufferWriter<byte> output)
    {
        BatchWriter.Unsigned(output, (ulong)codes.Count);
        foreach (CodeRecord code in codes)
        {
            BatchWriter.Unsigned(output, (uint)code.NameId);
            MethodRecords.Text(output, FileOf(code));
            BatchWriter.Unsigned(output, (uint)code.Line);
            Write(code.Untold, output);
            Write(code.OnTask, output);
        }
    }

    /// <inheritdoc cref="SizeOf(in PlaceRecord)"/>
    public static int SizeOf(in PassedRecord passed) => 16 + passed.Between.Sum(static method => 8 + (3 * (method.Type.Length + method.Name.Length)));

    public static void Write(IReadOnlyCollection<PassedRecord> records, IBufferWriter<byte> output)
    {
        BatchWriter.Unsigned(output, (ulong)records.Count);
        foreach (PassedRecord passed in records)
        {
            BatchWriter.Unsigned(output, (uint)passed.Caller);
            BatchWriter.Unsigned(output, (uint)passed.Callee);
            BatchWriter.Unsigned(output, (uint)passed.Between.Count);
            foreach (MethodName method in passed.Between)
            {
                MethodRecords.Text(output, method.Type);
                MethodRecords.Text(output, method.Name);
            }
        }
    }

    /// <summary>Reads who passes tasks on.</summary>
    /// <exception cref="BatchFormatException">They are damaged.</exception>
    public static IReadOnlyList<PassedRecord> ReadPassed(ReadOnlySpan<byte> data)
    {
        var reader = new ByteReader(data);
        var records = new PassedRecord[reader.Count(SmallestPassed)];
        for (int i = 0; i < records.Length; i++)
        {
            (int caller, int callee) = (reader.Int31(), reader.Int31());
            var between = new MethodName[reader.Count(SmallestMethod)];
            for (int method = 0; method < between.Length; method++)
                between[method] = new MethodName { Type = reader.Text(), Name = reader.Text(), PassesOn = true };
            records[i] = new PassedRecord(caller, callee, between);
        }

        return records;
    }

    /// <summary>Reads places.</summary>
    /// <exception cref="BatchFormatException">They are damaged.</exception>
    public static IReadOnlyList<PlaceRecord> ReadPlaces(ReadOnlySpan<byte> data)
    {
        var reader = new ByteReader(data);
        var places = new PlaceRecord[reader.Count(SmallestPlace)];
        for (int i = 0; i < places.Length; i++)
            places[i] = new PlaceRecord(reader.Int31(), reader.Int31(), Read(ref reader));
        return places;
    }

    /// <summary>Reads the code of methods.</summary>
    /// <exception cref="BatchFormatException">They are damaged.</exception>
    public static IReadOnlyList<CodeRecord> ReadCodes(ReadOnlySpan<byte> data)
    {
        var reader = new ByteReader(data);
        var codes = new CodeRecord[reader.Count(SmallestCode)];
        for (int i = 0; i < codes.Length; i++)
        {
            (int name, string[] file) = (reader.Int31(), reader.Text().Split(BeforeLink, 2));
            codes[i] = new CodeRecord(name, file[0], reader.Int31(), Read(ref reader), Read(ref reader)) { Link = file.Length > 1 ? file[1] : null };
        }

        return codes;
    }

    /// <summary>The file, and behind it where it can be read, unless that would be cut.</summary>
    private static string FileOf(in CodeRecord code) =>
        code.Link is { Length: > 0 } link && Encoding.UTF8.GetByteCount(code.File) + 1 + Encoding.UTF8.GetByteCount(link) <= MethodRecords.LongestText ? code.File + BeforeLink + link : code.File;

    private static int SizeOf(AwaitInfo? await) => await is null ? 1 : 24 + (3 * (await.On.Length + await.File.Length + await.Through.Length));

    private static void Write(AwaitInfo? await, IBufferWriter<byte> output)
    {
        BatchWriter.Byte(output, (byte)(await is null ? 0 : IsKnown | (await.IsOneOf ? IsOneOf : 0)));
        if (await is null)
            return;
        MethodRecords.Text(output, await.On);
        MethodRecords.Text(output, await.File);
        BatchWriter.Unsigned(output, (uint)await.Line);
        BatchWriter.Unsigned(output, (uint)(await.ILOffset + 1));
        MethodRecords.Text(output, await.Through);
    }

    private static AwaitInfo? Read(ref ByteReader reader)
    {
        byte flags = reader.Byte();
        return (flags & IsKnown) == 0 ? null : new AwaitInfo(reader.Text(), (flags & IsOneOf) != 0, reader.Text(), reader.Int31(), reader.Int31() - 1) { Through = reader.Text() };
    }
}
