using AsyncProf.Diffing.Runs;
using AsyncProf.Profiles;
using AsyncProf.Testing;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.Analyzer.Tests.Diffing.Runs;

public class RunReaderTests
{
    private static readonly int Programs = Tier.Count(fast: 30, deep: 200);

    [Fact]
    public void Read_OfRandomPrograms_HasTheTimeOfTheProfileToTheNanosecond()
    {
        for (int seed = 0; seed < Programs; seed++)
        {
            AsyncProfile profile = Playback.OfRandom(seed);

            RunMeasures run = RunReader.Read(profile, "run");

            Assert.Equal(profile.Tree.ElapsedTotal.TotalNs, run.OpenNs + run.Roots.Values.Sum(root => root.Elapsed.TotalNs));
            Assert.All(run.Roots.Values, root =>
            {
                Assert.Equal(root.Elapsed.TotalNs, root.Methods.Values.Sum(method => method.ElapsedSelf.TotalNs));
                Assert.Equal(root.Task.TotalNs, root.Methods.Values.Sum(method => method.TaskSelf.TotalNs));
            });
        }
    }

    [Theory]
    [MemberData(nameof(Golden))]
    public void Read_OfGoldenProfiles_CountsTheirRoots(string name)
    {
        AsyncProfile profile = GoldenProfiles.Get(name);

        RunMeasures run = RunReader.Read(profile, "run");

        Assert.Equal(profile.Roots.Sum(root => root.Count), run.Roots.Values.Sum(root => root.Count));
    }

    public static TheoryData<string> Golden => [.. GoldenProfiles.Names];
}
