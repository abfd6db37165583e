using AsyncProf.Budgets;

namespace AsyncProf.Fleets;

/// <summary>A side that a store was asked for, before it is decided what its units are.</summary>
internal interface IFleetSide
{
    /// <summary>The instances that it holds something of, at most <see cref="FleetReader.MostUnits"/>.</summary>
    IReadOnlyList<string> Instances { get; }

    /// <summary>Its units.</summary>
    /// <param name="plan">What they are.</param>
    /// <param name="memory">What they take is charged there, and stays charged.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="FleetException">The store cannot be read, or holds too much.</exception>
    Task<FleetUnits> ReadAsync(UnitPlan plan, MemoryBudget memory, CancellationToken stop);
}
