using AsyncProf.Fuzzing.Targets;
using AsyncProf.Testing.Tiers;

// The heap and the processor that are watched are those of the whole process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace AsyncProf.Fuzzing.Tests;

/// <summary>
/// Whatever comes from outside ends in a result or in the error that is documented for it. A few seconds of each kind are run here; as many as one likes by
/// <c>dotnet run -c Release --project tests/AsyncProf.Fuzzing -- KIND COUNT --seed N</c>.
/// </summary>
public class FuzzTests
{
    /// <summary>What an earlier build failed over is there to be replayed.</summary>
    [Fact]
    public void Corpus_OfWhatEverFailed_HasBeenCopied() =>
        Assert.True(Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Corpus"), "*", SearchOption.AllDirectories).Length > 10);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(Tier.Count(fast: 4, deep: 10));

    [Theory]
    [InlineData(NettraceTarget.Kind)]
    [InlineData(PprofTarget.Kind)]
    [InlineData(BatchTarget.Kind)]
    [InlineData(CommandTarget.Kind)]
    public void Take_OfMutatedInputs_EndsAsDocumented(string kind)
    {
        using IFuzzTarget target = FuzzTargets.Named(kind)!;

        FuzzResult result = new FuzzRun(target, seed: Tier.Count(fast: 1, deep: 2)).Run(inputs: Tier.Count(fast: 400, deep: 4_000), Longest);

        Assert.Empty(result.Failures);
        Assert.True(result.Inputs > 0 && result.Refused < result.Inputs);
    }

    [Theory]
    [InlineData(NettraceTarget.Kind)]
    [InlineData(PprofTarget.Kind)]
    [InlineData(BatchTarget.Kind)]
    [InlineData(CommandTarget.Kind)]
    public void Take_OfTheSeedsAndOfEverythingThatEverFailed_EndsAsDocumented(string kind)
    {
        using IFuzzTarget target = FuzzTargets.Named(kind)!;
        string folder = Path.Combine(AppContext.BaseDirectory, "Corpus", kind);
        string[] failed = Directory.Exists(folder) ? Directory.GetFiles(folder) : [];

        FuzzResult seeds = new FuzzRun(target, seed: 0).Replay(target.Seeds), corpus = new FuzzRun(target, seed: 0).Replay([.. failed.Select(File.ReadAllBytes)]);

        Assert.Empty(seeds.Failures);
        Assert.Equal((0, target.Seeds.Count), (seeds.Refused, seeds.Inputs));
        Assert.Empty(corpus.Failures);
        Assert.Equal(failed.Length, corpus.Inputs);
    }
}
