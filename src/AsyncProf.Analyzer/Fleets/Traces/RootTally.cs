namespace AsyncProf.Fleets.Traces;

/// <summary>How much of what is charged the spans tell.</summary>
internal sealed class RootTally
{
    private Int128 _unknownNs, _allNs;

    /// <summary>The share of the roots' time that no span accounts for, 0 to 1.</summary>
    public double UnknownShare => _allNs == 0 ? 0 : (double)_unknownNs / (double)_allNs;

    /// <summary>Spans that stand for more calls than are counted.</summary>
    public int Incomplete { get; set; }

    /// <summary>Counts a root.</summary>
    /// <param name="unknownNs">What no span accounts for.</param>
    /// <param name="allNs">How long it is.</param>
    public void Add(long unknownNs, long allNs) => (_unknownNs, _allNs) = (_unknownNs + unknownNs, _allNs + allNs);
}
