using AsyncProf.Testing.Simulation;

namespace AsyncProf.Testing.Scenarios;

/// <summary>
/// A program with a known answer, under one name everywhere: the real one in <c>AsyncProf.Workload/Programs</c>, its log of a real run in
/// <c>AsyncProf.Workload/Logs</c>, its simulated twin, and what must be said of it.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Does">What it does.</param>
/// <param name="IsQuick">Whether it is run for real in the fast tier too. In the deep tier all are.</param>
public sealed record Scenario(string Name, string Does, bool IsQuick = false)
{
    /// <summary>What must be said of it; fails if it is not.</summary>
    public Action<ProfileReading> Expected => Expectations.All[Name];

    /// <summary>Its simulated twin.</summary>
    internal Func<Simulator, SimTask> Program => Catalogue.Programs[Name];

    /// <inheritdoc/>
    public override string ToString() => Name;
}
