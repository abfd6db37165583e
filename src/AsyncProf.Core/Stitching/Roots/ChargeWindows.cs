using AsyncProf.Stitching.Records;

namespace AsyncProf.Stitching.Roots;

/// <summary>
/// Windows in which all roots are seen, such as a scope of the whole process: what began before one and is charged in it is handed on to it once more, only for the time since it began.
/// </summary>
/// <param name="sink">Gets what is charged, and the looks before that.</param>
internal sealed class ChargeWindows(IChargeSink sink) : IChargeSink
{
    private readonly List<(int Id, long Since)> _open = [];

    /// <summary>A window begins.</summary>
    /// <param name="id">Its id, not 0.</param>
    /// <param name="since">When, in ticks.</param>
    public void Open(int id, long since) => _open.Add((id, since));

    /// <summary>It is over. Returns when it began, in ticks; null if it was not open.</summary>
    public long? Close(int id)
    {
        int at = _open.FindIndex(window => window.Id == id);
        if (at < 0)
            return null;
        long since = _open[at].Since;
        _open.RemoveAt(at);
        return since;
    }

    /// <inheritdoc/>
    public void OnCharge(OperationStore store, in Charge charge)
    {
        if (_open.Count > 0 && !charge.IsScopeView)
        {
            foreach ((int id, long since) in _open)
            {
                if (charge.From < since && since < charge.To)
                    sink.OnCharge(store, charge with { Since = since, Window = id, IsScopeView = true });
            }
        }

        sink.OnCharge(store, charge);
    }

    /// <inheritdoc/>
    public bool OnLate(int late, in ResourceUse use) => sink.OnLate(late, use);
}
