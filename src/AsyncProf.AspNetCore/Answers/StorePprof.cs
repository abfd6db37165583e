using System.IO.Compression;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Pprof;

namespace AsyncProf.Answers;

/// <summary>
/// pprof for stores that make a series of each label that a sample has, as Pyroscope does: without labels, and with the period's type that is a part of their profiles' names. Stacks and values are the same.
/// </summary>
internal static class StorePprof
{
    private const int Sample = 2, Strings = 6, PeriodType = 11, Period = 12, SampleLabel = 3;

    /// <summary>Writes a profile so, compressed.</summary>
    public static void Write(AsyncProfile profile, Stream output)
    {
        var written = new ProtoWriter();
        var part = new ProtoWriter();
        int strings = 0;
        for (var reader = new ProtoReader(PprofWriter.Write(profile)); reader.Next();)
        {
            if (reader.Field == Sample)
            {
                part.Clear();
                Copy(new ProtoReader(reader.Bytes), part);
                written.Message(Sample, part);
                continue;
            }

            CopyField(reader, written);
            strings += reader.Field == Strings ? 1 : 0;
        }

        part.Clear();
        part.Number(1, strings);
        part.Number(2, strings + 1);
        written.Message(PeriodType, part);
        written.Number(Period, 1);
        written.Text(Strings, "wall");
        written.Text(Strings, "nanoseconds");
        using var packed = new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true);
        packed.Write(written.Written);
    }

    private static void Copy(ProtoReader sample, ProtoWriter to)
    {
        while (sample.Next())
        {
            if (sample.Field != SampleLabel)
                CopyField(sample, to);
        }
    }

    private static void CopyField(ProtoReader field, ProtoWriter to)
    {
        if (field.IsNumber)
            to.Number(field.Field, (long)field.Number);
        else
            to.Bytes(field.Field, field.Bytes);
    }
}
