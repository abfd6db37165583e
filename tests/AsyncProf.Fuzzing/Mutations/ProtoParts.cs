using AsyncProf.Profiles.Pprof;

namespace AsyncProf.Fuzzing.Mutations;

/// <summary>Messages of protocol buffers as lists of fields, whose lengths are right when they are put together again.</summary>
internal static class ProtoParts
{
    private const int Deepest = 4;

    /// <summary>A message whose fields, or those of a message in it, were changed.</summary>
    public static byte[] Mutate(byte[] message, byte[] other, Random random, int depth = 0)
    {
        List<(int Field, ulong? Number, byte[] Bytes)> fields = Split(message);
        if (fields.Count == 0)
            return ByteMutator.Mutate(message, other, random);
        PartMutator.Mutate(fields, Split(other), field => field.Bytes.Length + 4, field => Change(field, other, random, depth), random);
        return [.. fields.SelectMany(Join)];
    }

    private static (int Field, ulong? Number, byte[] Bytes) Change((int Field, ulong? Number, byte[] Bytes) field, byte[] other, Random random, int depth)
    {
        if (field.Number is { } number)
            return field with { Number = random.Next(3) == 0 ? (ulong)random.NextInt64(long.MinValue, long.MaxValue) : number + (ulong)random.Next(-2, 3) };
        if (random.Next(8) == 0)
            return field with { Bytes = [.. Join(field)] }; // one in another
        return field with { Bytes = depth < Deepest && random.Next(3) > 0 ? Mutate(field.Bytes, other, random, depth + 1) : ByteMutator.Mutate(field.Bytes, other, random) };
    }

    private static List<(int Field, ulong? Number, byte[] Bytes)> Split(byte[] message)
    {
        var fields = new List<(int Field, ulong? Number, byte[] Bytes)>();
        try
        {
            var reader = new ProtoReader(message);
            while (reader.Next())
                fields.Add((reader.Field, reader.IsNumber ? reader.Number : null, reader.Bytes.ToArray()));
            return fields;
        }
        catch (InvalidDataException)
        {
            return [];
        }
    }

    private static IEnumerable<byte> Join((int Field, ulong? Number, byte[] Bytes) field) => field.Number is { } number
        ? [.. ByteMutator.Varint((ulong)field.Field << 3), .. ByteMutator.Varint(number)]
        : [.. ByteMutator.Varint(((ulong)field.Field << 3) | 2), .. ByteMutator.Varint((ulong)field.Bytes.Length), .. field.Bytes];
}
