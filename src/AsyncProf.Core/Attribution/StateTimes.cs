namespace AsyncProf.Attribution;

/// <summary>Time by state, in ticks of the recording's clock.</summary>
internal struct StateTimes
{
    public long Running;
    public long Waiting;
    public long Ready;
    public long Blocked;

    public readonly long Total => Running + Waiting + Ready + Blocked;

    public void Add(ChargeState state, long ticks)
    {
        switch (state)
        {
            case ChargeState.Running:
                Running += ticks;
                break;
            case ChargeState.Waiting:
                Waiting += ticks;
                break;
            case ChargeState.Ready:
                Ready += ticks;
                break;
            default:
                Blocked += ticks;
                break;
        }
    }

    public void Add(in StateTimes other)
    {
        Running += other.Running;
        Waiting += other.Waiting;
        Ready += other.Ready;
        Blocked += other.Blocked;
    }
}
