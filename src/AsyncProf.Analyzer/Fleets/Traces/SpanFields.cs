using System.Globalization;
using AsyncProf.Profiles;

namespace AsyncProf.Fleets.Traces;

/// <summary>Takes the attributes of a span one by one, whatever the store calls their list, and makes the span of them.</summary>
internal sealed class SpanFields
{
    private const string Scope = "AsyncProf";

    /// <summary>No span of a program that can be compared is longer; in seconds.</summary>
    private const double Longest = 366 * 86_400.0;

    private const int LongestText = 8 << 10;

    /// <summary>No trace has more operations.</summary>
    private const int MostOperations = 10_000_000;

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <summary>Forgets the last span's.</summary>
    public void Clear() => _texts.Clear();

    /// <summary>Takes one; what nobody asks for is passed over.</summary>
    public void Take(string key, string value)
    {
        if (value.Length <= LongestText && (key.StartsWith("asyncprof.", StringComparison.Ordinal) || key is "code.function.name" or "code.line.number" or "otel.scope.name" or "otel.library.name" or "span.kind" or "error"))
            _texts[key] = value;
    }

    /// <summary>Makes the span; null if it is neither ours nor a request's own.</summary>
    /// <param name="span">What the store tells of it itself.</param>
    /// <param name="scope">Who made it; null where an attribute tells.</param>
    /// <param name="isServer">Whether it is that of one who serves; an attribute may tell that too.</param>
    public StoredSpan? Of(StoredSpan span, string? scope, bool isServer)
    {
        scope ??= Text("otel.scope.name") is { Length: > 0 } name ? name : Text("otel.library.name");
        bool isOurs = string.Equals(scope, Scope, StringComparison.OrdinalIgnoreCase);
        string detail = Text("asyncprof.detail");
        if (!isOurs && detail.Length == 0 && !isServer && Text("span.kind") != "server")
            return null;
        return span with
        {
            IsOurs = isOurs,
            Detail = detail,
            IsError = span.IsError || Text("error") == "true",
            Method = Text("code.function.name"),
            Awaiting = Text("asyncprof.awaiting"),
            Line = Count("code.line.number"),
            Collapsed = Math.Min(Count("asyncprof.collapsed.count"), MostOperations),
            Elided = Count("asyncprof.elided.count"),
            Task = new TimeByState(Ns("asyncprof.running") ?? 0, Ns("asyncprof.waiting") ?? 0, Ns("asyncprof.ready") ?? 0, Ns("asyncprof.blocked") ?? 0),
            ElapsedSelfNs = Ns("asyncprof.elapsed.self") ?? -1,
        };
    }

    private string Text(string key) => _texts.GetValueOrDefault(key, "");

    private int Count(string key) => int.TryParse(Text(key), NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : 0;

    /// <summary>Seconds as nanoseconds; null where they are none.</summary>
    private long? Ns(string key) =>
        double.TryParse(Text(key), NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds is >= 0 and < Longest ? (long)Math.Round(seconds * 1e9) : null;
}
