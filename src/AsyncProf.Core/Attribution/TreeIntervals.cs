namespace AsyncProf.Attribution;

/// <summary>How a tree went over time, which its charges add up: gathered only where somebody asks for it.</summary>
internal sealed class TreeIntervals
{
    /// <summary>Room for more is not kept for the next tree.</summary>
    private const int MostKept = 100_000;

    /// <summary>The elapsed axis: who had each moment. No two overlap, and they come in order.</summary>
    public List<OwnInterval> Path { get; } = [];

    /// <summary>The task axis: what each node did over its own life, in order of the nodes.</summary>
    public List<OwnInterval> Own { get; } = [];

    /// <summary>Adds a piece of the path; what goes on in the same way is one.</summary>
    public void Add(int node, ChargeState state, WaitLabel? label, long from, long to)
    {
        if (from == to)
            return;
        WaitLabel on = label ?? default;
        if (Path.Count > 0 && Path[^1] is var last && last.Node == node && last.State == state && last.Label == on && last.To == from)
            Path[^1] = last with { To = to };
        else
            Path.Add(new OwnInterval(node, state, on, from, to));
    }

    public void Clear()
    {
        foreach (List<OwnInterval> list in (ReadOnlySpan<List<OwnInterval>>)[Path, Own])
        {
            list.Clear();
            if (list.Capacity > MostKept)
                list.TrimExcess();
        }
    }
}
