using System.Buffers;
using AsyncProf.Events.Batches;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Symbols;

/// <summary>Names and the methods behind them, on their way out of the process; the layout is in <c>FORMAT.md</c>. Reading never fails but in one way.</summary>
internal static class MethodRecords
{
    /// <summary>No text of a method is longer; what is, is cut.</summary>
    public const int LongestText = 1_000;

    private const byte IsAmbiguous = 1, IsAmbiguousInFrameworks = 2, IsIterator = 4;
    private const int ModuleLength = 16, SmallestRecord = 1 + 1 + 4 + ModuleLength;

    /// <summary>At most what a record takes, in bytes.</summary>
    public static int SizeOf(MethodName method) => SmallestRecord + 16 + (3 * (method.Type.Length + method.Name.Length + method.Overload.Length + method.Assembly.Length));

    public static void Write(IReadOnlyCollection<(int Id, MethodName Method)> records, IBufferWriter<byte> output)
    {
        BatchWriter.Unsigned(output, (ulong)records.Count);
        foreach ((int id, MethodName method) in records)
        {
            BatchWriter.Unsigned(output, (uint)id);
            BatchWriter.Byte(output, (byte)((method.IsAmbiguous ? IsAmbiguous : 0) | (method.IsAmbiguousInFrameworks ? IsAmbiguousInFrameworks : 0) | (method.IsIterator ? IsIterator : 0)));
            method.Module.TryWriteBytes(output.GetSpan(ModuleLength));
            output.Advance(ModuleLength);
            Text(output, method.Type);
            Text(output, method.Name);
            Text(output, method.Overload);
            Text(output, method.Assembly);
        }
    }

    /// <summary>Reads records.</summary>
    /// <exception cref="BatchFormatException">They are damaged.</exception>
    public static IReadOnlyList<(int Id, MethodName Method)> Read(ReadOnlySpan<byte> data)
    {
        var reader = new ByteReader(data);
        var records = new (int Id, MethodName Method)[reader.Count(SmallestRecord)];
        for (int i = 0; i < records.Length; i++)
        {
            int id = reader.Int31();
            byte flags = reader.Byte();
            Guid module = new(reader.Bytes(ModuleLength));
            records[i] = (id, new MethodName
            {
                Type = reader.Text(),
                Name = reader.Text(),
                Overload = reader.Text(),
                Assembly = reader.Text(),
                Module = module,
                IsAmbiguous = (flags & IsAmbiguous) != 0,
                IsAmbiguousInFrameworks = (flags & IsAmbiguousInFrameworks) != 0,
                IsIterator = (flags & IsIterator) != 0,
            });
        }

        return records;
    }

    /// <summary>Writes a text; one that is too long is cut.</summary>
    public static void Text(IBufferWriter<byte> output, string text) => BatchWriter.Text(output, text, LongestText);
}
