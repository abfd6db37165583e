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
    };

    /// <summary>Their names.</summary>
    public static IReadOnlyCollection<string> Names => Profiles.Keys;

    /// <summary>One of them.</summary>
    public static AsyncProfile Get(string name) => Profiles[name]();

    private static AsyncProfile Of(Func<Simulator, SimTask> program) => Playback.Of(program).Profile;

    private static SimTask Load(Simulator s, long ticks) => s.Method("Shop.Store.LoadAsync", [new Step.Await(s.Delay(ticks))]);

    private static SimTask Nested(Simulator s, int depth) => s.Method("Shop.Tree.WalkAsync", [new Step.Await(depth == 0 ? s.Delay(10) : Nested(s, depth - 1))]);
}
