namespace AsyncProf.Fuzzing.Mutations;

/// <summary>Changes bytes without knowing what they mean: flips, cuts, splices, repeats, and numbers at their extremes.</summary>
internal static class ByteMutator
{
    /// <summary>No input is longer, in bytes; repeats stop there.</summary>
    public const int Longest = 1 << 20;

    private const int MostRepeats = 2_000;

    private static readonly long[] Extremes = [0, 1, -1, sbyte.MaxValue, byte.MaxValue, short.MaxValue, ushort.MaxValue, 1 << 24, int.MaxValue - 1, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, long.MinValue];

    /// <summary>Some changes one after the other.</summary>
    /// <param name="input">What is changed.</param>
    /// <param name="other">Another input, to splice.</param>
    /// <param name="random">Chooses.</param>
    public static byte[] Mutate(byte[] input, byte[] other, Random random)
    {
        for (int changes = 1 << random.Next(5); changes > 0; changes--)
            input = Change(input, other, random);
        return input;
    }

    private static byte[] Change(byte[] input, byte[] other, Random random)
    {
        if (input.Length == 0)
            return [.. other];
        int at = random.Next(input.Length), length = Math.Min(input.Length - at, 1 + (random.Next(4) == 0 ? random.Next(input.Length) : random.Next(64)));
        return random.Next(10) switch
        {
            0 or 1 => With(input, at, [(byte)(input[at] ^ (1 << random.Next(8)))]),
            2 => With(input, at, [(byte)random.Next(256)]),
            3 or 4 => With(input, at, Extreme(random)),
            5 => [.. input[..at], .. input[(at + length)..]],
            6 => Repeated(input, at, length, random.Next(8) == 0 ? random.Next(MostRepeats) : random.Next(1, 5)),
            7 => input[..at],
            8 => Spliced(input, at, other, random),
            _ => Moved(input, at, length, random.Next(input.Length)),
        };
    }

    /// <summary>A number that is easily forgotten: of 1 to 8 bytes, either end first, or in groups of seven bits.</summary>
    private static byte[] Extreme(Random random)
    {
        long value = Extremes[random.Next(Extremes.Length)];
        if (random.Next(3) == 0)
            return Varint((ulong)value);
        byte[] bytes = BitConverter.GetBytes(value)[..(1 << random.Next(4))];
        if (random.Next(4) == 0)
            Array.Reverse(bytes);
        return bytes;
    }

    /// <summary>A number in groups of seven bits.</summary>
    public static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        return [.. bytes, (byte)value];
    }

    private static byte[] With(byte[] input, int at, byte[] bytes)
    {
        byte[] changed = [.. input];
        bytes.AsSpan(0, Math.Min(bytes.Length, input.Length - at)).CopyTo(changed.AsSpan(at));
        return changed;
    }

    private static byte[] Repeated(byte[] input, int at, int length, int times)
    {
        times = Math.Min(times, (Longest - input.Length) / length);
        return times <= 0 ? input : [.. input[..at], .. Enumerable.Repeat(input[at..(at + length)], times).SelectMany(part => part), .. input[at..]];
    }

    private static byte[] Spliced(byte[] input, int at, byte[] other, Random random)
    {
        int from = random.Next(other.Length + 1), to = random.Next(from, other.Length + 1);
        return input.Length + to - from > Longest ? input : [.. input[..at], .. other[from..to], .. input[at..]];
    }

    private static byte[] Moved(byte[] input, int at, int length, int to)
    {
        List<byte> left = [.. input[..at], .. input[(at + length)..]];
        left.InsertRange(Math.Min(to, left.Count), input[at..(at + length)]);
        return [.. left];
    }
}
