namespace AsyncProf.Spans;

/// <summary>Which operations of a tree become spans: one each, unless something here says otherwise.</summary>
internal sealed record SpanRules
{
    /// <summary>Those that an app has which sets nothing.</summary>
    public static SpanRules Default { get; } = new();

    /// <summary>Operations shorter than this get no span of their own and are counted on the span above.</summary>
    public TimeSpan MinimumDuration { get; init; } = TimeSpan.Zero;

    /// <summary>Waits on something without code of its own get a span from this long on.</summary>
    public TimeSpan MinimumWait { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>The most spans of one trace: Jaeger's own pages grow slow beyond some 1,000.</summary>
    public int MaximumPerTrace { get; init; } = 512;

    /// <summary>Whether spans are named by namespace, type and method.</summary>
    public bool FullNames { get; init; }

    /// <summary>From which share of its method's span on a wait has no span of its own; 0 for none.</summary>
    public double FoldWaitsFrom { get; init; } = 0.9;

    /// <summary>Whether the frameworks' own methods get a span each.</summary>
    public bool IncludeFramework { get; init; }
}
