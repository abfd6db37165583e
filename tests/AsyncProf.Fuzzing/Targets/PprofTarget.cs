using System.IO.Compression;
using AsyncProf.Budgets;
using AsyncProf.Fuzzing.Mutations;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Pprof;
using AsyncProf.Testing;

namespace AsyncProf.Fuzzing.Targets;

/// <summary>Profiles, ours and those of others, packed and not.</summary>
internal sealed class PprofTarget : IFuzzTarget
{
    public const string Kind = "pprof";

    private readonly byte[][] _plain = [.. Enumerable.Range(1, 8).Select(seed => PprofWriter.Write(seed % 2 == 0 ? Playback.OfRandom(seed) : Playback.OfRandomWithAwaits(seed))), Foreign()];

    public PprofTarget() => Seeds = [.. _plain, .. _plain.Take(2).Select(Pack)];

    public string Name => Kind;

    public IReadOnlyList<byte[]> Seeds { get; }

    public byte[] Mutate(Random random)
    {
        byte[] plain = _plain[random.Next(_plain.Length)], other = _plain[random.Next(_plain.Length)];
        byte[] changed = random.Next(3) == 0 ? ByteMutator.Mutate(plain, other, random) : ProtoParts.Mutate(plain, other, random);
        return random.Next(20) switch
        {
            0 => Pack(changed),
            1 => ByteMutator.Mutate(Pack(plain), Pack(other), random),
            _ => changed,
        };
    }

    public void Take(byte[] input)
    {
        AsyncProfile profile = ProfileFile.Read(new MemoryStream(input));
        ProfileOutputs.Write(profile);
    }

    public bool IsExpected(Exception exception) => exception is InvalidDataException or MemoryBudgetException;

    public void Dispose()
    {
    }

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    /// <summary>One of another tool.</summary>
    private static byte[] Foreign()
    {
        var file = new ProtoWriter();
        foreach (string text in (string[])["", "samples", "count", "cpu", "nanoseconds", "main", "load", "main.go", "/bin/shop"])
            file.Text(6, text);
        foreach (long type in (long[])[1, 3])
            file.Message(1, Numbers((1, type), (2, type + 1)));
        file.Message(3, Numbers((1, 1), (5, 8)));
        for (int id = 1; id <= 2; id++)
        {
            file.Message(5, Numbers((1, id), (2, id + 4), (4, 7), (5, 10)));
            ProtoWriter location = Numbers((1, id), (2, 1), (3, 0x400_000 + id));
            location.Message(4, Numbers((1, id), (2, 12)));
            file.Message(4, location);
        }

        var sample = new ProtoWriter();
        sample.Packed(1, [2, 1]);
        sample.Packed(2, [3, 30_000_000]);
        file.Message(2, sample);
        return file.Written.ToArray();
    }

    private static ProtoWriter Numbers(params (int Field, long Value)[] numbers)
    {
        var message = new ProtoWriter();
        foreach ((int field, long value) in numbers)
            message.Number(field, value);
        return message;
    }
}
