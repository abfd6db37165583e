using AsyncProf.Building;
using AsyncProf.Decoding;
using AsyncProf.Engine;
using AsyncProf.Events;
using AsyncProf.Fuzzing.Mutations;
using AsyncProf.Fuzzing.Seeds;
using AsyncProf.Profiles;
using AsyncProf.Stitching.Records;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Awaits;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Fuzzing.Targets;

/// <summary>What an agent sends, as the decoder gets it: events by their ids.</summary>
internal sealed class BatchTarget : IFuzzTarget
{
    public const string Kind = "batches";

    private const long Frequency = 1_000;

    private readonly List<(int Id, byte[] Payload)>[] _sent = [.. Enumerable.Range(1, 8).Select(BatchSeed.Of)];

    public BatchTarget() => Seeds = [.. _sent.Select(BatchSeed.Join)];

    public string Name => Kind;

    public IReadOnlyList<byte[]> Seeds { get; }

    public byte[] Mutate(Random random)
    {
        List<(int Id, byte[] Payload)> sent = [.. _sent[random.Next(_sent.Length)]], other = _sent[random.Next(_sent.Length)];
        PartMutator.Mutate(sent, other, next => next.Payload.Length + 5, next => Change(next, other, random), random);
        return BatchSeed.Join(sent);
    }

    public void Take(byte[] input)
    {
        var names = new NameTable();
        var methods = new MethodTable(names, new MetadataIndex());
        var told = new ToldAwaits();
        var awaits = new AwaitTable(names, methods, told);
        var builder = new ProfileBuilder(names, methods, new TickClock(Frequency), awaits: awaits);
        var engine = new AsyncEngine(names, methods, builder, StitcherLimits.OfClock(Frequency), awaits: awaits);
        var decoder = new BatchDecoder(engine.Stitcher, names, methods, told);
        foreach ((int id, byte[] payload) in BatchSeed.Split(input))
            decoder.Take(id, payload);
        decoder.Finish();
        engine.Stitcher.Finish(engine.Stitcher.Now);
        ProfileOutputs.Write(BelievableTimes.Of(() => builder.Build(new RecordingInfo())));
    }

    public bool IsExpected(Exception exception) => exception is InvalidDataException;

    public void Dispose()
    {
    }

    private static (int Id, byte[] Payload) Change((int Id, byte[] Payload) sent, List<(int Id, byte[] Payload)> other, Random random)
    {
        if (random.Next(20) == 0)
            return sent with { Id = random.Next(10) };
        const int Head = sizeof(long) + sizeof(int);
        byte[] changed = sent.Payload.Length > Head && random.Next(2) == 0
            ? [.. sent.Payload.AsSpan(0, Head), .. ByteMutator.Mutate(sent.Payload[Head..], other[random.Next(other.Count)].Payload, random)]
            : ByteMutator.Mutate(sent.Payload, other[random.Next(other.Count)].Payload, random);
        if (changed.Length > Head && random.Next(4) > 0)
            BitConverter.GetBytes(changed.Length - Head).CopyTo(changed, sizeof(long)); // so that its length is right again
        return sent with { Payload = changed };
    }
}
