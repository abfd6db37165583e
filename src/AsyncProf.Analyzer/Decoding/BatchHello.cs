using System.Buffers.Binary;

namespace AsyncProf.Decoding;

/// <summary>What the agent says of itself and of its process.</summary>
internal sealed record BatchHello(int Protocol, int Cpus, bool ServerGc, RecordedMoment Moment, long Frequency, string Version, string Process, string Runtime, string Os, string Arch, string Capture, string NamesBy, string EventsBy, MeasuredUse Measured)
{
    private const MeasuredUse Known = MeasuredUse.Allocations | MeasuredUse.Cpu;
    private const int LongestText = 1_000;

    /// <summary>Two marks, three numbers of 32 bits, three of 64; then texts.</summary>
    private const int Numbers = 16 + 12 + 24, Texts = 8;

    /// <summary>Whether all of one is there, whatever may follow it.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> payload)
    {
        int ended = 0;
        for (int at = Numbers; at + sizeof(char) <= payload.Length && ended < Texts; at += sizeof(char))
            ended += payload[at] == 0 && payload[at + 1] == 0 ? 1 : 0;
        return ended == Texts;
    }

    /// <summary>Reads a payload; null if it is too short.</summary>
    public static BatchHello? TryRead(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < Numbers)
            return null;
        int protocol = Int(payload, 16), cpus = Int(payload, 20), server = Int(payload, 24);
        var moment = new RecordedMoment(BinaryPrimitives.ReadInt64LittleEndian(payload[28..]), BinaryPrimitives.ReadInt64LittleEndian(payload[44..]));
        long frequency = BinaryPrimitives.ReadInt64LittleEndian(payload[36..]);
        ReadOnlySpan<byte> rest = payload[Numbers..];
        return new BatchHello(protocol, Math.Max(0, cpus), server != 0, moment, frequency, Next(ref rest), Next(ref rest), Next(ref rest), Next(ref rest), Next(ref rest), Next(ref rest), Next(ref rest), Next(ref rest), Measures(rest));
    }

    /// <summary>Older agents do not say what is to be measured.</summary>
    private static MeasuredUse Measures(ReadOnlySpan<byte> rest) =>
        (rest.Length >= sizeof(long) ? (MeasuredUse)BinaryPrimitives.ReadInt64LittleEndian(rest) : Known) & Known;

    private static int Int(ReadOnlySpan<byte> payload, int at) => BinaryPrimitives.ReadInt32LittleEndian(payload[at..]);

    private static string Next(ref ReadOnlySpan<byte> rest)
    {
        ReadOnlySpan<char> text = TplDecoder.Text(rest);
        rest = rest[Math.Min(rest.Length, (text.Length + 1) * sizeof(char))..];
        return text[..Math.Min(text.Length, LongestText)].ToString();
    }
}
