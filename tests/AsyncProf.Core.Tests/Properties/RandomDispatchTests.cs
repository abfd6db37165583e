using AsyncProf.Events;
using AsyncProf.Testing;
using AsyncProf.Testing.Dispatchers;
using AsyncProf.Testing.Simulation;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.Core.Tests.Properties;

/// <summary>Random programs of which methods are compiled as runtime-async, all or some, against what the simulator knows of them.</summary>
public class RandomDispatchTests
{
    private static readonly int Programs = Tier.Count(fast: 50, deep: 1_000);

    /// <summary>What an iterator woke may have been charged before the iterator goes on, which tells that nobody awaited it: state machines, too.</summary>
    private const double MostTooLate = 0.01;

    private static readonly int ProgramsOfEachShape = Tier.Count(fast: 20, deep: 250);

    /// <summary>The shapes whose rules hold for runtime-async too. Who gave up by <c>WaitAsync</c> and what a parallel loop calls are not told of it.</summary>
    private static readonly RandomShapes[] Known =
    [
        RandomShapes.Relays,
        RandomShapes.Unwraps,
        RandomShapes.Iterators,
        RandomShapes.Relays | RandomShapes.Unwraps | RandomShapes.Iterators,
    ];

    [Fact]
    public void Stitcher_OfRandomProgramsOfRuntimeAsync_EqualsTheOracle() => AssertEqual(share: 1, Programs);

    [Fact]
    public void Stitcher_OfRandomProgramsOfBothKinds_EqualsTheOracle() => AssertEqual(share: 0.5, Programs);

    [Theory]
    [InlineData(1)]
    [InlineData(0.5)]
    public void Stitcher_OfRandomProgramsOfEachShape_EqualsTheOracle(double share)
    {
        foreach (RandomShapes shapes in Known)
            AssertEqual(share, ProgramsOfEachShape, shapes, shapes.HasFlag(RandomShapes.Iterators) ? MostTooLate : 0);
    }

    /// <summary>Nothing tells of a buffer that is lost but what does not fit together without it.</summary>
    [Fact]
    public void LostBuffers_NeverThrowConserveAndAreNoticed()
    {
        int noticed = 0, harmed = 0;
        for (int seed = 0; seed < Programs; seed++)
        {
            (bool isHarmed, bool isNoticed) = Lose(seed);
            harmed += isHarmed ? 1 : 0;
            noticed += isNoticed ? 1 : 0;
        }

        Assert.True(harmed > Programs / 2, $"Only {harmed} of {Programs} programs lost anything.");
        Assert.True(noticed > harmed * 0.7, $"Of {harmed} programs that lost something {noticed} say so.");
    }

    /// <summary>Loses buffers of a program: whether that changes anything, and whether what changes is noticed.</summary>
    internal static (bool IsHarmed, bool IsNoticed) Lose(int seed)
    {
        (NameTable names, Simulator simulator) = Play(seed, share: seed % 2 == 0 ? 1 : 0.5);
        ProfileReading whole = Read(names, Transport(seed, simulator, names).Carry(simulator.Log));
        ProfileReading holed = Read(names, Transport(seed, simulator, names, lost: 1 + (seed % 3)).Carry(simulator.Log)); // checks conservation of every tree
        bool isHarmed = !Rows(whole).SequenceEqual(Rows(holed));
        return (isHarmed, isHarmed && holed.Profile.Recording is ({ Unmatched: > 0 } or { IllegalTransitions: > 0 } or { Unbalanced: > 0 } or { BegunBefore: > 0 }));
    }

    [Fact]
    public void Stitcher_OfDamagedLogs_NeverThrowsAndConserves()
    {
        var random = new Random(42);
        for (int seed = 0; seed < Programs; seed++)
        {
            (NameTable names, Simulator simulator) = Play(seed, share: seed % 2 == 0 ? 1 : 0.5);
            List<LoggedEvent> damaged = RandomProgramTests.Damage(Transport(seed, simulator, names).Carry(simulator.Log), random);
            var playback = new Playback(names, RandomProgramTests.Bounds(random), graceTicks: 500);
            int snapshots = random.Next(4);
            foreach (LoggedEvent logged in damaged)
            {
                playback.Feed([logged]);
                if (snapshots > 0 && random.Next(damaged.Count) < snapshots)
                    playback.Stitcher.Snapshot(playback.Stitcher.Now);
            }

            playback.Finish();
        }
    }

    [Fact]
    public void Snapshots_AtAnyMoment_ChangeNoCallAndNoTimeOnThreads()
    {
        for (int seed = 0; seed < Programs / 4; seed++)
        {
            (NameTable names, Simulator simulator) = Play(seed, share: seed % 2 == 0 ? 1 : 0.5);
            if (RandomProgramTests.IsStuck(simulator))
                continue; // what is in a request that never stops is charged when the recording ends
            var random = new Random(seed);
            IReadOnlyList<LoggedEvent> log = Transport(seed, simulator, names).Carry(simulator.Log);
            var parts = new Playback(names, graceTicks: 500);
            foreach (LoggedEvent logged in log)
            {
                parts.Feed([logged]);
                if (random.Next(20) == 0)
                    parts.Stitcher.Snapshot(parts.Stitcher.Now);
            }

            Assert.Equal(RandomProgramTests.Rows(Read(names, log)), RandomProgramTests.Rows(parts.Finish()));
        }
    }

    /// <summary>Chains of more calls than a stack holds: its outermost calls are cut off.</summary>
    [Theory]
    [InlineData(254)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(700)]
    public void DeepChains_OfMoreCallsThanAStackHolds_NeverThrowAndConserve(int depth)
    {
        var names = new NameTable(2048);
        var simulator = new Simulator(names) { IsDispatched = () => true, Sessions = [0, 15] };
        simulator.Play(Nested(simulator, depth));
        DispatchTransport transport = Transport(seed: 2, simulator, names);

        ProfileReading profile = Read(names, transport.Carry(simulator.Log));

        Assert.Equal(0, transport.Damaged);
        Assert.Equal(depth < 255, OracleComparison.Difference(profile, new Oracle(simulator)) is null);
        profile.Operation("M1").Calls(1).Waiting(20).Running(2);
    }

    private static SimTask Nested(Simulator simulator, int depth) => simulator.Method($"M{depth}", depth == 1
        ? [new Step.Await(simulator.Delay(10)), new Step.Burn(2), new Step.Await(simulator.Delay(10))]
        : [new Step.Await(Nested(simulator, depth - 1)), new Step.Burn(1), .. depth % 100 == 0 ? new Step[] { new Step.Await(simulator.Delay(5)) } : []]);

    private static ProfileReading Read(NameTable names, IReadOnlyList<LoggedEvent> log)
    {
        var playback = new Playback(names, graceTicks: 500);
        playback.Feed(log);
        return playback.Finish();
    }

    private static IEnumerable<string> Rows(ProfileReading profile) =>
        profile.Profile.Methods.Select(row => $"{row.Method} {row.Calls} {row.WallNs} {row.TaskSelf} {row.ElapsedSelf}").Order(StringComparer.Ordinal);

    private static void AssertEqual(double share, int programs, RandomShapes shapes = RandomShapes.None, double mostDiffer = 0)
    {
        int stuck = 0;
        var differences = new List<string>();
        for (int seed = 0; seed < programs; seed++)
        {
            try
            {
                stuck += Check(seed, share, shapes) ? 0 : 1;
            }
            catch (Exception difference) when (difference is Xunit.Sdk.XunitException or InvalidOperationException)
            {
                differences.Add(difference.Message);
            }
        }

        Assert.True(differences.Count <= programs * mostDiffer, $"{differences.Count} programs of {shapes} differ:\n{string.Join('\n', differences.Take(20))}");
        Assert.InRange(stuck, 0, programs / 10);
    }

    internal static bool Check(int seed, double share, RandomShapes shapes = RandomShapes.None)
    {
        (NameTable names, Simulator simulator) = Play(seed, share, shapes);
        DispatchTransport transport = Transport(seed, simulator, names);
        IReadOnlyList<LoggedEvent> carried = transport.Carry(simulator.Log);
        var playback = new Playback(names, graceTicks: 500);
        playback.Feed(carried);
        ProfileReading profile = playback.Finish(); // checks conservation of every tree
        string context = $"seed {seed} ({simulator.Log.Count})";

        Assert.True(transport.Damaged == 0 && carried.Count == simulator.Log.Count, $"{context}: {transport.Damaged} damaged buffers, {carried.Count} events");
        Assert.True(profile.Profile.Recording.IllegalTransitions == 0, context + RandomProgramTests.Illegal(playback));
        Assert.True(profile.Counts.Unmatched == 0, $"{context}: {profile.Counts.Unmatched} unmatched");
        if (RandomProgramTests.IsStuck(simulator))
            return false;
        string? difference = OracleComparison.Difference(profile, new Oracle(simulator));
        Assert.True(difference is null, $"{context}: {difference}");
        Assert.True(playback.Stitcher.Store.Operations.Count == 0, $"{context}: {playback.Stitcher.Store.Operations.Count} operations are left: {RandomProgramTests.Left(playback, names)}");
        Assert.True(playback.Stitcher.Store.Intervals.Count == 0, $"{context}: {playback.Stitcher.Store.Intervals.Count} intervals are left");
        return true;
    }

    /// <summary>Small buffers or large ones, with or without what an earlier session left in them.</summary>
    private static DispatchTransport Transport(int seed, Simulator simulator, NameTable names, int lost = 0) => new(new SimulatedFrames(simulator, names), new Random(seed))
    {
        BufferSize = (seed % 3) switch { 0 => 1024, 1 => 4096, _ => 16_128 },
        HasStaleTail = seed % 2 == 0,
        Lost = lost,
    };

    /// <summary>A program, now and then with ids that have become negative or are about to, and with other sessions that begin while it runs.</summary>
    internal static (NameTable Names, Simulator Simulator) Play(int seed, double share, RandomShapes shapes = RandomShapes.None)
    {
        var names = new NameTable(512);
        var random = new Random(seed);
        var simulator = new Simulator(names, threads: 1 + (seed % 4))
        {
            RaceWindow = 500,
            IsDispatched = () => random.NextDouble() < share,
            InlinesAll = seed % 5 < 2,
            FirstId = (seed % 7) switch { 0 => int.MaxValue - random.Next(30), 1 => -random.Next(1, 30), 2 => int.MinValue + random.Next(5), _ => 1 },
            Sessions = [0, .. Enumerable.Range(0, seed % 4).Select(_ => (long)random.Next(1, 5000)).Order()],
        };
        simulator.Play(new RandomProgram(seed, simulator, shapes).Main());
        return (names, simulator);
    }
}
