namespace AsyncProf.Spans;

/// <summary>Which spans are made of a request's operations. Bound from the configuration section <c>AsyncProf:Spans</c>.</summary>
public sealed class SpanOptions
{
    /// <summary>Operations shorter than this get no span of their own and are counted on the span above. Default 0: all.</summary>
    public TimeSpan MinimumDuration { get; set; } = TimeSpan.Zero;

    /// <summary>Waits on something without code of its own (<c>await Task.Delay</c>) get a span from this long on. Default 1 ms.</summary>
    public TimeSpan MinimumWait { get; set; } = TimeSpan.FromMilliseconds(1);

    /// <summary>The most spans of one trace, 1 to 10,000. Default 512: Jaeger's own pages grow slow beyond some 1,000.</summary>
    public int MaximumPerTrace { get; set; } = 512;

    /// <summary>
    /// The most spans a second, 1 to 100,000; whole traces beyond it are refused and counted, the slowest last. Default 10,000. Below it, as many leave as the
    /// SDK's queue and its exporter take.
    /// </summary>
    public int MaximumPerSecond { get; set; } = 10_000;

    /// <summary>True to name spans by namespace, type and method. False, the default, leaves the namespace out; <c>code.function.name</c> always has it.</summary>
    public bool FullNames { get; set; }

    /// <summary>
    /// From which share of its method's span on a wait is told by an attribute of that span (<c>asyncprof.awaiting</c>) and has none of its own, 0 to 1.
    /// Default 0.9; 0 gives every wait its span.
    /// </summary>
    public double FoldWaitsFrom { get; set; } = 0.9;

    /// <summary>
    /// True to give the frameworks' own methods (<c>System.*</c>, <c>Microsoft.*</c>) a span each. False, the default, folds each of their
    /// subtrees into one span named by its outermost method, and passes over those that only lead to methods of yours.
    /// </summary>
    public bool IncludeFramework { get; set; }

    /// <summary>
    /// True, the default, to give ASP.NET Core's span of a request the method and route as its display name, and the route as <c>http.route</c>, where nobody else has set them.
    /// </summary>
    public bool NameRequests { get; set; } = true;

    /// <summary>The values now, to be compared with later ones.</summary>
    internal SpanSettings ToSettings() => new(
        new SpanRules
        {
            MinimumDuration = MinimumDuration,
            MinimumWait = MinimumWait,
            MaximumPerTrace = MaximumPerTrace,
            FullNames = FullNames,
            FoldWaitsFrom = FoldWaitsFrom,
            IncludeFramework = IncludeFramework,
        },
        MaximumPerSecond);

    internal IEnumerable<string> Validate(string section)
    {
        if (MinimumDuration < TimeSpan.Zero)
            yield return $"{section}.MinimumDuration must not be negative; it is {MinimumDuration:c}.";
        if (MinimumWait < TimeSpan.Zero)
            yield return $"{section}.MinimumWait must not be negative; it is {MinimumWait:c}.";
        if (MaximumPerTrace is < 1 or > 10_000)
            yield return FormattableString.Invariant($"{section}.MaximumPerTrace must be 1 to 10000; it is {MaximumPerTrace}.");
        if (FoldWaitsFrom is not (>= 0 and <= 1))
            yield return FormattableString.Invariant($"{section}.FoldWaitsFrom must be 0 to 1; it is {FoldWaitsFrom}.");
        if (MaximumPerSecond is < 1 or > 100_000)
            yield return FormattableString.Invariant($"{section}.MaximumPerSecond must be 1 to 100000; it is {MaximumPerSecond}.");
    }
}
