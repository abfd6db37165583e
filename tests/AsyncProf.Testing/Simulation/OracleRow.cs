namespace AsyncProf.Testing.Simulation;

/// <summary>What must be said of one method, in ticks.</summary>
public sealed class OracleRow
{
    public int Calls { get; set; }

    public long Wall { get; set; }

    public OracleTimes Task { get; } = new();

    public OracleTimes Elapsed { get; } = new();
}
