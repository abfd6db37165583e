using AsyncProf.Profiles;

namespace AsyncProf.Fleets.Traces;

/// <summary>A span of ours, or of a request that ours lie below, as a store holds it. What its attributes mean is told in <c>docs/spans.md</c>. Times are nanoseconds.</summary>
/// <param name="Trace">Its trace.</param>
/// <param name="Id">Its own id.</param>
/// <param name="Parent">That of the span above; empty for none.</param>
/// <param name="Resource">Its process.</param>
internal sealed record StoredSpan(string Trace, string Id, string Parent, StoredResource Resource)
{
    private const long LongestNs = 366 * 86_400 * 1_000_000_000L;

    public string Name { get; init; } = "";

    /// <summary>When it began, since 1970.</summary>
    public long StartNs { get; init; }

    public long EndNs { get; init; }

    public bool IsError { get; init; }

    /// <summary>Whether AsyncProf made it.</summary>
    public bool IsOurs { get; init; }

    /// <summary>Of a request's own span, whether those of its operations follow: <c>full</c>, <c>omitted</c>, <c>outside</c>; empty for all others, and where an app that is recorded from outside sends it.</summary>
    public string Detail { get; init; } = "";

    /// <summary>The canonical name of the method; empty for a wait.</summary>
    public string Method { get; init; } = "";

    /// <summary>The wait that is all but the whole of it; empty where there is none.</summary>
    public string Awaiting { get; init; } = "";

    /// <summary>The line at which the method above awaits it; 0 where it is not known.</summary>
    public int Line { get; init; }

    /// <summary>What it did on the task axis.</summary>
    public TimeByState Task { get; init; }

    /// <summary>How much of its request's own time is its own; negative where the span does not say.</summary>
    public long ElapsedSelfNs { get; init; } = -1;

    /// <summary>Operations that were folded into it.</summary>
    public int Collapsed { get; init; }

    /// <summary>Operations below it that have no span.</summary>
    public int Elided { get; init; }

    /// <summary>How long it is; no span of a program that can be compared is longer than a year.</summary>
    public long LengthNs => Math.Clamp(EndNs - StartNs, 0, LongestNs);

    /// <summary>Whether it is a request's own: others of the app's are not kept.</summary>
    public bool IsRequest => !IsOurs || Detail.Length > 0;

    /// <summary>Whether it is a wait of the operation above.</summary>
    public bool IsWait => IsOurs && !IsRequest && Method.Length == 0;

    /// <summary>When it began, in UTC.</summary>
    public DateTime Start => DateTime.UnixEpoch.AddTicks(StartNs / 100);
}
