using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace AsyncProf.Decoding.Series;

/// <summary>What an event counter said of one second. Its event carries no id that could be relied on, so it is known by its shape.</summary>
/// <param name="name">What the source calls it.</param>
/// <param name="value">The value, or what it grew by.</param>
/// <param name="seconds">How long it was looked at.</param>
/// <param name="isIncrement">Whether the value is what it grew by.</param>
internal readonly ref struct CounterValue(ReadOnlySpan<char> name, double value, double seconds, bool isIncrement)
{
    private const int MostTexts = 4, LongestSeconds = 3600;

    private const string Mean = "Mean", Sum = "Sum";

    /// <summary>What the source calls it.</summary>
    public ReadOnlySpan<char> Name { get; } = name;

    public double Value { get; } = value;

    public double Seconds { get; } = seconds;

    public bool IsIncrement { get; } = isIncrement;

    /// <summary>
    /// Reads an event of a source; false if it is none of a counter. A mean: name, display name, mean, deviation (8 bytes each), count (4), least, most (8), seconds (4), series, type, metadata, units. An
    /// increment: name, display name, scale, increment (8), seconds (4), metadata, series, type, units. Texts end with a zero.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, out CounterValue counter)
    {
        const int OfMean = 8 + 8 + 4 + 8 + 8 + 4, OfIncrement = 8 + 4;
        counter = default;
        ReadOnlySpan<byte> rest = payload;
        if (!TryText(ref rest, out ReadOnlySpan<char> name) || !TryText(ref rest, out _))
            return false;
        ReadOnlySpan<byte> mean = rest;
        if (mean.Length > OfMean && EndsWith(mean[OfMean..], typeAt: 1, Mean))
            counter = new CounterValue(name, Number(mean), SecondsOf(mean[(OfMean - 4)..]), isIncrement: false);
        else if (TryText(ref rest, out _) && rest.Length > OfIncrement && EndsWith(rest[OfIncrement..], typeAt: 2, Sum))
            counter = new CounterValue(name, Number(rest), SecondsOf(rest[8..]), isIncrement: true);
        return counter.Seconds is > 0 and <= LongestSeconds && double.IsFinite(counter.Value) && counter.Value >= 0;
    }

    private static double Number(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadDoubleLittleEndian(bytes);

    private static double SecondsOf(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadSingleLittleEndian(bytes);

    /// <summary>Whether nothing but texts follows, of which one says what type it is.</summary>
    private static bool EndsWith(ReadOnlySpan<byte> rest, int typeAt, string type)
    {
        bool isIt = false;
        for (int at = 0; at < MostTexts; at++)
        {
            if (!TryText(ref rest, out ReadOnlySpan<char> text))
                return false;
            isIt |= at == typeAt && text.SequenceEqual(type);
        }

        return isIt && rest.IsEmpty;
    }

    private static bool TryText(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> letters = MemoryMarshal.Cast<byte, char>(rest);
        int end = letters.IndexOf('\0');
        text = end < 0 ? default : letters[..end];
        rest = end < 0 ? rest : rest[((end + 1) * sizeof(char))..];
        return end >= 0;
    }
}
