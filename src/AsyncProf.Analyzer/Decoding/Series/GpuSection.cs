using System.Buffers;
using AsyncProf.Decoding.Stacks;
using AsyncProf.Events.Batches;

namespace AsyncProf.Decoding.Series;

/// <summary>
/// What a process did on graphics processors while it was recorded, as a section behind the end of its recording (<see cref="FileSections"/>). Numbers are LEB128, as in batches:
/// <code>
/// version 1
/// count, then each: time zigzag less the one before, busy in hundredths of a percent, bytes of memory
/// </code>
/// </summary>
internal static class GpuSection
{
    private const byte Version = 1;
    private const int Smallest = 3, Hundredths = 100;

    /// <summary>Twelve days, each quarter of a second; and more than a thousand processors.</summary>
    private const int Most = 1 << 22, MostHundredths = 1 << 24;

    /// <summary>Writes it where a file ends.</summary>
    public static void Append(Stream file, IReadOnlyList<GpuReading> readings)
    {
        var body = new ArrayBufferWriter<byte>();
        BatchWriter.Byte(body, Version);
        BatchWriter.Unsigned(body, (ulong)readings.Count);
        long last = 0;
        foreach (GpuReading reading in readings)
        {
            BatchWriter.Signed(body, unchecked(reading.Time - last));
            BatchWriter.Unsigned(body, (ulong)Math.Clamp(reading.Percent * Hundredths, 0, MostHundredths));
            BatchWriter.Unsigned(body, (ulong)Math.Max(0, reading.MemoryBytes));
            last = reading.Time;
        }

        FileSections.Append(file, FileSections.Gpus, body.WrittenSpan);
    }

    /// <summary>Reads it one by one; nothing where there is none, and what stands before the damage where it is damaged.</summary>
    /// <param name="path">The recording.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<GpuReading> Read(string path)
    {
        var readings = new List<GpuReading>();
        using FileStream file = File.Open(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (FileSections.Find(file, FileSections.Gpus) is not (var from, var length) || length > (long)Most * 16)
            return readings;
        byte[] body = new byte[length];
        file.Position = from;
        file.ReadExactly(body);
        try
        {
            var reader = new ByteReader(body);
            if (reader.Byte() != Version)
                return readings;
            long time = 0;
            for (int left = Math.Min(reader.Count(Smallest), Most); left > 0; left--)
            {
                time = unchecked(time + reader.Signed());
                ulong hundredths = reader.Unsigned(), memory = reader.Unsigned();
                if (hundredths > MostHundredths || memory > long.MaxValue / 64)
                    break;
                readings.Add(new GpuReading(time, (double)hundredths / Hundredths, (long)memory));
            }
        }
        catch (BatchFormatException)
        {
            // Nothing more is known.
        }

        return readings;
    }
}
