using AsyncProf.Events;
using AsyncProf.Stitching.Records;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.Core.Tests.Properties;

/// <summary>Random programs with awaits that no event names, and the rules that name them.</summary>
public class RandomShapeTests
{
    /// <summary>
    /// The shapes that the stitcher has rules for, each with the rule without which its programs differ. Each and ItemTasks are missing: what
    /// <see cref="EdgeRules.WhenEach"/> guesses is right of most of their programs only.
    /// </summary>
    private static readonly (RandomShapes Shape, EdgeRules Rule)[] Known =
    [
        (RandomShapes.Relays, EdgeRules.Relay),
        (RandomShapes.GivingUp, EdgeRules.GaveUp),
        (RandomShapes.Unwraps, EdgeRules.Unwrap),
        (RandomShapes.Iterators, EdgeRules.Iterator),
        (RandomShapes.Loops, EdgeRules.Worker),
        (RandomShapes.Loops, EdgeRules.OtherWorker),
    ];

    private const double MostDoubts = 0.02;

    /// <summary>Shapes of which one program has several.</summary>
    private static readonly RandomShapes[] Together =
    [
        RandomShapes.Relays | RandomShapes.GivingUp,
        RandomShapes.Relays | RandomShapes.Unwraps,
        RandomShapes.Relays | RandomShapes.Iterators,
        RandomShapes.GivingUp | RandomShapes.Iterators,
        RandomShapes.Relays | RandomShapes.Unwraps | RandomShapes.GivingUp,
        RandomShapes.Relays | RandomShapes.GivingUp | RandomShapes.Unwraps | RandomShapes.Iterators,
    ];

    private static readonly int Programs = Tier.Count(fast: 40, deep: 250);

    [Fact]
    public void Stitcher_OfRandomProgramsOfEachShape_EqualsTheOracle()
    {
        foreach ((RandomShapes shape, _) in Known)
            AssertEqual(shape);
    }

    [Fact]
    public void Stitcher_OfRandomProgramsOfSeveralShapes_EqualsTheOracle()
    {
        foreach (RandomShapes shapes in Together)
            AssertEqual(shapes);
    }

    [Fact]
    public void Rule_SwitchedOff_ShowsInSomeProgramOfItsShape()
    {
        foreach ((RandomShapes shape, EdgeRules rule) in Known)
        {
            Assert.True(
                Enumerable.Range(0, Programs).Any(seed => Difference(seed, shape, EdgeRules.All & ~rule, out _) is not null),
                $"Without {rule} nothing differs in {Programs} programs of {shape}.");
        }
    }

    /// <summary>Whoever says that it does not know who awaits something is not wrong; but that must stay rare.</summary>
    private static void AssertEqual(RandomShapes shapes)
    {
        var differences = new List<string>();
        int doubts = 0;
        for (int seed = 0; seed < Programs; seed++)
        {
            if (Difference(seed, shapes, EdgeRules.All, out bool isInDoubt) is not { } difference)
                continue;
            if (isInDoubt)
                doubts++;
            else
                differences.Add(difference);
        }

        Assert.True(differences.Count == 0, $"{differences.Count} programs of {shapes} differ:\n{string.Join('\n', differences.Take(20))}");
        Assert.True(doubts <= Programs * MostDoubts, $"{doubts} of {Programs} programs of {shapes} are in doubt.");
    }

    /// <summary>Null if the engine says what the oracle says, or nobody can know.</summary>
    private static string? Difference(int seed, RandomShapes shapes, EdgeRules rules, out bool isInDoubt)
    {
        (NameTable names, Simulator simulator) = RandomProgramTests.Play(seed, shapes);
        var playback = new Playback(names, graceTicks: 500, rules: rules);
        playback.Feed(simulator.Log);
        ProfileReading profile = playback.Finish();
        isInDoubt = profile.Profile.Recording.AwaiterUnknown > 0;
        if (RandomProgramTests.IsStuck(simulator))
            return null;
        string? difference = playback.Stitcher.Transitions.IllegalCount > 0 ? "illegal transitions" : OracleComparison.Difference(profile, new Oracle(simulator));
        return difference is null ? null : FormattableString.Invariant($"seed {seed} ({simulator.Log.Count}): {difference}");
    }
}
