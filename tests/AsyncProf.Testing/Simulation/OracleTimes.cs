namespace AsyncProf.Testing.Simulation;

/// <summary>Time by state, in ticks.</summary>
internal sealed class OracleTimes
{
    public long Running { get; private set; }

    public long Ready { get; private set; }

    public long Waiting { get; private set; }

    public long Blocked { get; private set; }

    public void Add(TruthKind kind, long ticks)
    {
        switch (kind)
        {
            case TruthKind.Running:
                Running += ticks;
                break;
            case TruthKind.Ready:
                Ready += ticks;
                break;
            case TruthKind.Blocked:
                Blocked += ticks;
                break;
            default:
                Waiting += ticks;
                break;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"running {Running}, ready {Ready}, waiting {Waiting}, blocked {Blocked}");
}
