namespace AsyncProf.Testing.Simulation;

/// <summary>What must be said of one method, in ticks.</summary>
internal sealed class OracleRow
{
    public int Calls { get; set; }

    public long Wall { get; set; }

    public OracleTimes Task { get; } = new();

    public OracleTimes Elapsed { get; } = new();
}
