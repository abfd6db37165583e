using AsyncProf.Budgets;
using AsyncProf.Diffing;
using AsyncProf.Diffing.Runs;
using AsyncProf.Fleets;
using AsyncProf.Fleets.Folders;
using AsyncProf.Profiles;
using AsyncProf.Testing.Fleets;

namespace AsyncProf.Analyzer.Tests.Fleets;

/// <summary>A simulated fleet in each kind of store, and its two versions compared.</summary>
internal static class FleetCase
{
    public static DateTime End { get; } = new(2026, 3, 2, 12, 0, 0, DateTimeKind.Utc);

    public const string Base = "service=shop,version=1.4", Head = "service=shop,version=1.5";

    /// <summary>A stand-in for a store of traces or profiles that holds a fleet.</summary>
    public static StoreStandIn StandIn(string kind, FleetScript script) => kind switch
    {
        "jaeger" => new JaegerStandIn(script.Spans()),
        "jaeger-legacy" => new JaegerStandIn(script.Spans(), isLegacy: true),
        "aspire" => new AspireStandIn(script.Spans()),
        _ => new PyroscopeQueryStandIn(script.Profiles()),
    };

    /// <summary>Asks a stand-in.</summary>
    public static StoreClient ClientOf(StoreStandIn store, FleetLimits? limits = null, string url = "http://store.example:1234", params KeyValuePair<string, string>[] headers) =>
        new(new HttpMessageInvoker(new StoreHandler(store)), StoreAddress.Parse(url, headers)!, limits ?? new FleetLimits(), TimeProvider.System);

    /// <summary>The hour in which the fleet served.</summary>
    public static Selector Side(string text, string? since = "1h") => Selector.Parse("--base", text, since, null, End);

    /// <summary>Reads two sides.</summary>
    public static async Task<(FleetUnits Base, FleetUnits Head)> ReadAsync(IFleetStore store, string from = Base, string to = Head) =>
        await FleetReader.ReadAsync(store, Side(from), Side(to), new MemoryBudget(MemoryBudget.DefaultLimit), CancellationToken.None);

    /// <summary>A store of each kind that holds a fleet.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="script">The fleet.</param>
    /// <param name="folder">A folder for the kind that is one.</param>
    public static async Task<IFleetStore> StoreAsync(string kind, FleetScript script, string folder)
    {
        if (kind != "folder")
            return await StoreProbe.FindAsync(ClientOf(StandIn(kind, script)), CancellationToken.None);
        script.WriteTo(folder);
        return FolderOf(folder);
    }

    public static ProfileFolder FolderOf(string folder, FleetLimits? limits = null) => new(folder, limits ?? new FleetLimits(), (path, memory) => AsyncProfile.Load(path, memory));

    public static ProfileDiff Compare((FleetUnits Base, FleetUnits Head) sides) => ProfileDiffer.Compare(SideOf("base", sides.Base), SideOf("head", sides.Head), new DiffOptions());

    private static DiffSide SideOf(string name, FleetUnits units) => new(name, [.. units.Units.Select(unit => RunReader.Read(unit.Profile, unit.Name))]) { Remark = units.Remark, Doubt = units.Doubt, Overlap = units.Overlap };
}
