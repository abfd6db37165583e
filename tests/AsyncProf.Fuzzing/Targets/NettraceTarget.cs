using AsyncProf.Budgets;
using AsyncProf.Decoding;
using AsyncProf.Exporters.Otlp;
using AsyncProf.Fuzzing.Mutations;
using AsyncProf.Fuzzing.Seeds;
using AsyncProf.Profiles;

namespace AsyncProf.Fuzzing.Targets;

/// <summary>Recordings, of the runtime's own events and of an agent's.</summary>
internal sealed class NettraceTarget : IFuzzTarget
{
    public const string Kind = "nettrace";

    /// <summary>How many parts come before the first events: what the file is, its clock, a stack, and what describes them.</summary>
    private const int Head = 4;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-fuzz-");

    public string Name => Kind;

    /// <inheritdoc/>
    /// <remarks>The names of one end in half a surrogate pair, which UTF-16 can hold and UTF-8 cannot.</remarks>
    public IReadOnlyList<byte[]> Seeds { get; } = [.. Enumerable.Range(1, 4).SelectMany(seed => (byte[][])[NettraceSeed.OfRuntime(seed), NettraceSeed.OfAgent(seed)]), NettraceSeed.OfRuntime(5, "\ud800")];

    public byte[] Mutate(Random random)
    {
        byte[] seed = Seeds[random.Next(Seeds.Count)], other = Seeds[random.Next(Seeds.Count)];
        if (random.Next(3) == 0)
            return ByteMutator.Mutate(seed, other, random);
        List<NettracePart> parts = NettracePart.Split(seed), others = NettracePart.Split(other);
        List<NettracePart> kept = random.Next(10) == 0 ? [] : parts[..Head]; // a damaged head ends most of them at once
        parts.RemoveRange(0, kept.Count);
        PartMutator.Mutate(parts, others, part => part.Data.Length + 32, part => Change(part, others, random), random);
        return NettracePart.Join([.. kept, .. parts]);
    }

    public void Take(byte[] input)
    {
        string path = Path.Combine(_directory.FullName, "x.nettrace");
        File.WriteAllBytes(path, input);
        var proto = new OtlpProto();
        var spans = new RecordedSpans(new OtlpOptions(), (resource, batch) =>
        {
            OtlpJson.WriteLine(resource, batch, Stream.Null);
            proto.Write(resource, batch);
        });
        AsyncProfile profile = NettraceProfile.Load(path, new MemoryBudget(MemoryBudget.DefaultLimit), keepsTimeline: true, trees: spans.Next);
        spans.Flush();
        ProfileOutputs.Write(profile);
    }

    public bool IsExpected(Exception exception) => exception is InvalidDataException or MemoryBudgetException;

    public void Dispose() => _directory.Delete(recursive: true);

    private static NettracePart Change(NettracePart part, List<NettracePart> others, Random random) => random.Next(10) == 0
        ? part with { Type = others[random.Next(others.Count)].Type }
        : part with { Data = ByteMutator.Mutate(part.Data, others[random.Next(others.Count)].Data, random) };
}
