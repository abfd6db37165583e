using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Pprof;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.Core.Tests.Properties;

/// <summary>Random programs whose threads are looked at each tick: samples change no number that events fix, and what they divide is the whole.</summary>
public class SampledProgramsTests
{
    private static readonly int Programs = Tier.Count(fast: 15, deep: 150);

    [Fact]
    public void Profile_WithSamples_IsWithoutThemWhatEventsSay()
    {
        for (int seed = 0; seed < Programs; seed++)
        {
            (NameTable names, IReadOnlyList<LoggedEvent> log) = Run(seed);
            AsyncProfile measured = Playback.Of(names, log).Profile, sampled = Sampled(seed, names, log);

            Assert.Equal(ProfileDump.Of(measured), ProfileDump.Of(new AsyncProfile(measured.Recording, sampled.WithoutSamples().Data)));
            Assert.Equal(measured.Tree.ElapsedTotal, sampled.Tree.ElapsedTotal);
            Assert.Equal(measured.Tree.TaskTotal, sampled.Tree.TaskTotal);
            Assert.Equal(sampled.Tree.TaskTotal.TotalNs, sampled.Methods.Sum(row => row.TaskSelf.TotalNs));
            Assert.Equal(sampled.Tree.ElapsedTotal.TotalNs, sampled.Methods.Sum(row => row.ElapsedSelf.TotalNs));
            Assert.All(sampled.Methods.Where(row => row.Kind is FrameKind.Sync or FrameKind.External), row => Assert.Equal((0, 0, row.TaskSelf.RunningNs), (row.Calls, row.WallNs, row.TaskSelf.TotalNs)));
        }
    }

    [Fact]
    public void Samples_OfEachTick_AreAsLongAsWhatTheyAreOfRan()
    {
        for (int seed = 0; seed < Programs; seed++)
        {
            (NameTable names, IReadOnlyList<LoggedEvent> log) = Run(seed);
            var playback = new Playback(names);
            playback.FeedSampled(log, static (_, _) => 0);
            AsyncProfile measured = playback.Finish().Profile;

            var running = measured.Data.Samples.GroupBy(sample => sample.Stack).Select(stack => (stack.Key, Ticks: stack.Sum(sample => sample.Sums.Task.RunningNs) / 1_000_000)).Where(stack => stack.Ticks > 0).ToDictionary();
            Assert.Equal(Texts(measured, running), Texts(measured, playback.SeenTicks));
        }
    }

    [Fact]
    public void File_OfAProfileWithSamples_TellsTheSame()
    {
        for (int seed = 0; seed < Programs; seed++)
        {
            (NameTable names, IReadOnlyList<LoggedEvent> log) = Run(seed);
            AsyncProfile sampled = Sampled(seed, names, log), read = PprofReader.Read(PprofWriter.Write(sampled));

            Assert.Equal(ProfileDump.Of(sampled), ProfileDump.Of(read));
            Assert.Equal(sampled.Outside, read.Outside);
            Assert.Equal(sampled.Methods.SelectMany(row => row.Lines), read.Methods.SelectMany(row => row.Lines));
            Assert.Equal(sampled.Methods.Select(row => row.PrefixNs), read.Methods.Select(row => row.PrefixNs));
        }
    }

    /// <summary>But for pooled methods, which are known only when they are over, and requests, whose owner may be known only then.</summary>
    private static string Texts(AsyncProfile profile, IReadOnlyDictionary<int, long> ticks) =>
        string.Join('\n', ticks.OrderBy(stack => stack.Key).Where(stack => profile.Data.FrameOf(stack.Key) is { Kind: FrameKind.Method, Name: not "(pooled async method)" }).Select(stack => FormattableString.Invariant($"{stack.Key} {profile.Data.FrameOf(stack.Key).Name} below {profile.Data.FrameOf(profile.Data.Stacks[stack.Key].Parent).Name}: {stack.Value}")));

    private static (NameTable Names, IReadOnlyList<LoggedEvent> Log) Run(int seed)
    {
        var names = new NameTable();
        var simulator = new Simulator(names);
        simulator.Play(new RandomProgram(seed, simulator).Main());
        return (names, simulator.Log);
    }

    private static AsyncProfile Sampled(int seed, NameTable names, IReadOnlyList<LoggedEvent> log)
    {
        var random = new Random(seed);
        ScriptedStacks stacks = ScriptedStacks.Random(random);
        var playback = new Playback(names);
        playback.FeedSampled(log, (_, _) => random.Next(stacks.Count));
        return playback.FinishSampled(stacks);
    }
}
