using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Testing;

/// <summary>Small profiles that never change, one for each thing that an exporter can get wrong.</summary>
public static class GoldenProfiles
{
    private static readonly Dictionary<string, Func<AsyncProfile>> Profiles = new()
    {
        ["empty"] = () => new AsyncProfile(new RecordingInfo(), new ProfileDataBuilder().Build()),
        ["sequence"] = () => Of(s => s.Method("Shop.Handler", [new Step.Yield(), new Step.Burn(5), .. Enumerable.Range(0, 3).Select(_ => new Step.Await(Load(s, 10)))])),
        ["at-once"] = () => Of(s =>
        {
            SimTask[] loads = [Load(s, 10), Load(s, 20), Load(s, 30)];
            return s.Method("Shop.Handler", [new Step.Yield(), .. loads.Select(load => new Step.Start(load)), new Step.Await(s.WhenAll(loads))]);
        }),
        ["detached"] = () => Of(s => s.Method("Shop.Handler", [new Step.Yield(), new Step.Start(s.Method("Shop.Mail", [new Step.Await(s.Delay(100)), new Step.Throw()])), new Step.Await(s.Delay(10))])),
        ["recursive"] = () => Of(s => Nested(s, 12)),
        ["hostile"] = () => Of(s => s.Method("a;b\n</script>\"|`=@\u202e\u0007🧵", [new Step.Await(Load(s, 10))])),
        ["random"] = () => Playback.OfRandom(42),
        ["metered"] = Metered,
    };

    /// <summary>Their names.</summary>
    public static IReadOnlyCollection<string> Names => Profiles.Keys;

    /// <summary>One of them.</summary>
    public static AsyncProfile Get(string name) => Profiles[name]();

    private static AsyncProfile Of(Func<Simulator, SimTask> program) => Playback.Of(program).Profile;

    /// <summary>What it allocates and uses is measured, and some of it sampled.</summary>
    private static AsyncProfile Metered()
    {
        var names = new NameTable();
        var simulator = new Simulator(names);
        SimTask main = simulator.Method("Shop.Handler", [new Step.Yield(), new Step.Burn(50), new Step.Await(simulator.Method("Shop.Store.LoadAsync", [new Step.Await(simulator.Delay(10)), new Step.Burn(30)])), new Step.Burn(5)]);
        var stacks = new ScriptedStacks();
        stacks.Add("Shop.Json.Write");
        var playback = new Playback(names);
        var sites = new ScriptedSites(stacks.Count);
        playback.FeedAllocating(MeteredLog.Of(simulator.Play(main)), (_, time) => ((int)(time % sites.Count), 1));
        AsyncProfile profile = playback.FinishAllocating(stacks, sites, new AllocationInfo(100, 85, 5, 4, 3));
        return new AsyncProfile(profile.Recording with { Cpu = new CpuInfo(120, 85, 10, 5) }, profile.Data);
    }

    private static SimTask Load(Simulator s, long ticks) => s.Method("Shop.Store.LoadAsync", [new Step.Await(s.Delay(ticks))]);

    private static SimTask Nested(Simulator s, int depth) => s.Method("Shop.Tree.WalkAsync", [new Step.Await(depth == 0 ? s.Delay(10) : Nested(s, depth - 1))]);
}
