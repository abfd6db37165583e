using AsyncProf.Budgets;

namespace AsyncProf.Fleets;

/// <summary>Reads two sides from a store, in units that are alike.</summary>
internal static class FleetReader
{
    /// <summary>More units of a side than this prove nothing more.</summary>
    public const int MostUnits = 50;

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
        return (Some(await bases.ReadAsync(plan, memory, stop), "base", from, store), Some(await heads.ReadAsync(plan, memory, stop), "head", to, store));
    }

    private static FleetUnits Some(FleetUnits units, string side, Selector selector, IFleetStore store) =>
        units.Units.Count > 0 ? units : throw new FleetException($"{store.Name} holds nothing of the {side} ({selector.Text}) that can be compared.");
}
