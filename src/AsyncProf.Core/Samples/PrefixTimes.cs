namespace AsyncProf.Samples;

/// <summary>What methods took before they first suspended, by their names: an estimate.</summary>
internal sealed class PrefixTimes
{
    private readonly Dictionary<string, long> _of = new(StringComparer.Ordinal);

    /// <summary>All of them together, in nanoseconds: one may call another.</summary>
    public long TotalNs { get; private set; }

    /// <summary>That of one, in nanoseconds.</summary>
    public long this[string method] => _of.GetValueOrDefault(method);

    /// <summary>The methods of some frames that had not suspended yet, each once.</summary>
    public static string[] MethodsIn(IEnumerable<SampledFrame> frames) => [.. frames.Where(frame => frame.IsPrefix).Select(frame => frame.Name).Distinct()];

    /// <summary>Time at a place below so many of them.</summary>
    public void Add(string[] methods, long ns)
    {
        foreach (string method in methods)
            _of[method] = _of.GetValueOrDefault(method) + ns;
        TotalNs += methods.Length > 0 ? ns : 0;
    }
}
