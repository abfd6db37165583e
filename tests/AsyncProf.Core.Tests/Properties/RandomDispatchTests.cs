using AsyncProf.Events;
using AsyncProf.Testing;
using AsyncProf.Testing.Dispatchers;
using AsyncProf.Testing.Simulation;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.Core.Tests.Properties;

/// <summary>Random programs of which methods are compiled as runtime-async, all or some, against what the simulator knows of them.</summary>
public class RandomDispatchTests
{
    private static readonly int Programs = Tier.Count(fast: 150, deep: 5_000);

    [Fact]
    public void Stitcher_OfRandomProgramsOfRuntimeAsync_EqualsTheOracle() => AssertEqual(share: 1);

    [Fact]
    public void Stitcher_OfRandomProgramsOfBothKinds_EqualsTheOracle() => AssertEqual(share: 0.5);

    private static void AssertEqual(double share)
    {
        int stuck = 0;
        var differences = new List<string>();
        for (int seed = 0; seed < Programs; seed++)
        {
            try
            {
                stuck += Check(seed, share) ? 0 : 1;
            }
            catch (Exception difference) when (difference is Xunit.Sdk.XunitException or InvalidOperationException)
            {
                differences.Add(difference.Message);
            }
        }

        Assert.True(differences.Count == 0, $"{differences.Count} programs differ:\n{string.Join('\n', differences.Take(20))}");
        Assert.InRange(stuck, 0, Programs / 10);
    }

    internal static bool Check(int seed, double share)
    {
        (NameTable names, Simulator simulator) = Play(seed, share);
        var playback = new Playback(names, graceTicks: 500);
        var transport = new DispatchTransport(new SimulatedFrames(simulator, names), new Random(seed)) { BufferSize = seed % 2 == 0 ? 1024 : 16_128 };
        IReadOnlyList<LoggedEvent> carried = transport.Carry(simulator.Log);
        playback.Feed(carried);
        ProfileReading profile = playback.Finish();
        string context = $"seed {seed} ({simulator.Log.Count})";
        Assert.True(transport.Damaged == 0 && carried.Count == simulator.Log.Count, context);
        Assert.True(profile.Profile.Recording.IllegalTransitions == 0, context + RandomProgramTests.Illegal(playback));
        Assert.True(profile.Counts.Unmatched == 0, context + $" unmatched {profile.Counts.Unmatched}");
        if (RandomProgramTests.IsStuck(simulator))
            return false;
        string? difference = OracleComparison.Difference(profile, new Oracle(simulator));
        Assert.True(difference is null, $"{context}: {difference}");
        Assert.True(playback.Stitcher.Store.Operations.Count == 0, $"{context}: {playback.Stitcher.Store.Operations.Count} operations are left");
        return true;
    }

    internal static (NameTable Names, Simulator Simulator) Play(int seed, double share)
    {
        var names = new NameTable(512);
        var kinds = new Random(seed);
        var simulator = new Simulator(names, threads: 1 + (seed % 4))
        {
            RaceWindow = 500,
            IsDispatched = () => kinds.NextDouble() < share,
            InlinesAll = seed % 5 < 2,
        };
        simulator.Play(new RandomProgram(seed, simulator).Main());
        return (names, simulator);
    }
}
