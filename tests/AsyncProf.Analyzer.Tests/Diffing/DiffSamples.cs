using AsyncProf.Diffing;
using AsyncProf.Diffing.Runs;
using AsyncProf.Events;
using AsyncProf.Testing;
using static AsyncProf.Analyzer.Tests.Diffing.DiffScript;

namespace AsyncProf.Analyzer.Tests.Diffing;

/// <summary>Comparisons of each kind that whoever shows them must cope with.</summary>
internal static class DiffSamples
{
    public const string HostileName = "=a;b\n</script>\"|`*@me\u202e\u0007🧵, NaN";

    public static ProfileDiff Regression { get; } = Compare((p, jitter) => Orders(p, jitter, 2), (p, jitter) => Orders(p, jitter, 4));

    public static ProfileDiff Improvement { get; } = Compare((p, jitter) => Orders(p, jitter, 4), (p, jitter) => Orders(p, jitter, 2));

    public static ProfileDiff Same { get; } = Compare((p, jitter) => Orders(p, jitter, 2), (p, jitter) => Orders(p, jitter, 2));

    public static ProfileDiff Sequential { get; } = Compare((p, jitter) => Both(p, jitter, atOnce: true), (p, jitter) => Both(p, jitter, atOnce: false));

    public static ProfileDiff TooFew { get; } = Compare((p, jitter) => Orders(p, jitter, 2), (p, jitter) => Orders(p, jitter, 4), 2, 2);

    public static ProfileDiff Nothing { get; } = Compare((p, jitter) => p.Root("GET /a", 3, 10 + jitter), (p, jitter) => p.Root("GET /b", 3, 10 + jitter));

    public static ProfileDiff Zero { get; } = Compare((p, _) => p.Call(p.Root("GET /", 10), "Shop.NaN", 0, 0), (p, jitter) => p.Call(p.Root("GET /", 10, errors: 5), "Shop.NaN", 10, (10 * Ms) + jitter));

    public static ProfileDiff Hostile { get; } = Compare(
        (p, jitter) => p.Call(p.Root(HostileName, 10, jitter), HostileName + "Async", 10, (50 * Ms) + jitter, on: HostileName),
        (p, jitter) => p.Call(p.Root(HostileName, 10, jitter), HostileName + "Async", 10, (90 * Ms) + jitter, on: HostileName));

    public static ProfileDiff Random { get; } = ProfileDiffer.Compare(OfRandom(0), OfRandom(5), new DiffOptions());

    public static IReadOnlyList<ProfileDiff> All { get; } = [Regression, Improvement, Same, Sequential, TooFew, Nothing, Zero, Hostile, Random];

    private static DiffSide OfRandom(int seed) => new("random", [.. Enumerable.Range(seed, 5).Select(i => RunReader.Read(Playback.OfRandom(i), FormattableString.Invariant($"{i}")))]);

    private static void Orders(ScriptedProfile p, long jitter, int calls)
    {
        int root = p.Root("GET /orders/{id}", 10, (10 * Ms) + jitter);
        int orders = p.Call(root, "Shop.Orders.GetAsync", 10, 0, waits: 0, runningNs: (5 * Ms) + jitter);
        p.Call(orders, "Shop.Inventory.GetAsync", 10 * calls, (10L * calls * 10 * Ms) + jitter, line: 31);
        p.Root("GET /quiet", 10, (30 * Ms) + (3 * jitter));
    }

    /// <summary>Two loads of 10 ms each, at once or one after the other.</summary>
    private static void Both(ScriptedProfile p, long jitter, bool atOnce)
    {
        int root = p.Root("GET /both", 10, jitter, RootKind.Request);
        p.Call(root, "Shop.A.LoadAsync", 10, (100 * Ms) + jitter);
        int second = p.Call(root, "Shop.B.LoadAsync", 10, (atOnce ? 0 : 100 * Ms) + jitter);
        if (atOnce)
            p.AtOnce(second, 100 * Ms);
    }
}
