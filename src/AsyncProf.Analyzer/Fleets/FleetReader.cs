using System.Globalization;
using AsyncProf.Budgets;

namespace AsyncProf.Fleets;

/// <summary>Reads two sides from a store, in units that are alike.</summary>
internal static class FleetReader
{
    /// <summary>More units of a side than this prove nothing more.</summary>
    public const int MostUnits = 50;

    private static readonly string[] Machines = [FleetLabels.Instance, "host.name", "hostname"];

    /// <summary>Reads both.</summary>
    /// <param name="store">The store.</param>
    /// <param name="from">The base.</param>
    /// <param name="to">The head.</param>
    /// <param name="memory">What their profiles take is charged there.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="FleetException">The store cannot be read, or holds nothing of a side.</exception>
    public static async Task<(FleetUnits Base, FleetUnits Head)> ReadAsync(IFleetStore store, Selector from, Selector to, MemoryBudget memory, CancellationToken stop)
    {
        IFleetSide bases = await store.OpenAsync(from, stop), heads = await store.OpenAsync(to, stop);
        UnitPlan plan = UnitPlan.Of(bases.Instances.Count, heads.Instances.Count);
        string doubt = plan.Slices > 0 && !AreOfOneMachine(from, to) ? Doubt(bases.Instances.Count, heads.Instances.Count) : "";
        string overlap = FleetOverlap.Of(from, to, bases.Instances, heads.Instances);
        return (Some(await bases.ReadAsync(plan, memory, stop), "base", from, store) with { Doubt = doubt, Overlap = overlap }, Some(await heads.ReadAsync(plan, memory, stop), "head", to, store) with { Doubt = doubt, Overlap = overlap });
    }

    /// <summary>Slices of time of one machine differ less than machines do, whatever their version, so that hardly any two machines would be found alike.</summary>
    private static string Doubt(int bases, int heads) =>
        $"machine and version cannot be told apart, because the base is {Instances(bases)} and the head {Instances(heads)}, in slices of time. It takes {UnitPlan.EnoughOfEach} of each, or the same {FleetLabels.Instance}= in both";

    private static string Instances(int count) => count switch
    {
        0 => "of instances that nothing tells apart",
        1 => "1 instance",
        _ => string.Create(CultureInfo.InvariantCulture, $"{count} instances"),
    };

    /// <summary>Whether both sides were asked to be of one instance or host.</summary>
    private static bool AreOfOneMachine(Selector from, Selector to) => Array.Exists(Machines, label => from[label] is { } machine && to[label] == machine);

    private static FleetUnits Some(FleetUnits units, string side, Selector selector, IFleetStore store) =>
        units.Units.Count > 0 ? units : throw new FleetException($"{store.Name} holds nothing of the {side} ({selector.Text}) that can be compared.");
}
