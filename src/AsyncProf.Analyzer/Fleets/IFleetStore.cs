namespace AsyncProf.Fleets;

/// <summary>Where the traces or profiles of many instances lie.</summary>
internal interface IFleetStore
{
    /// <summary>What it is called where it is shown: <c>Jaeger</c>.</summary>
    string Name { get; }

    /// <summary>Looks for a side.</summary>
    /// <param name="selector">Which.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="FleetException">The store cannot be read, or holds nothing of it.</exception>
    Task<IFleetSide> OpenAsync(Selector selector, CancellationToken stop);
}
