namespace AsyncProf.External.Tests.Dashboards;

/// <summary>The spans of one trace.</summary>
internal sealed class TelemetryTrace(string id, IReadOnlyList<TelemetrySpan> spans)
{
    /// <summary>What stands between the names of a path.</summary>
    public const string Below = " > ";

    private const string App = "Shop.";

    private readonly ILookup<string, TelemetrySpan> _byId = spans.ToLookup(span => span.SpanId);
    private readonly ILookup<string, TelemetrySpan> _children = spans.ToLookup(span => span.ParentId);

    public string Id => id;

    public IReadOnlyList<TelemetrySpan> Spans => spans;

    /// <summary>Spans that name no parent.</summary>
    public IEnumerable<TelemetrySpan> Roots => _children[""];

    /// <summary>The spans of the app's own methods.</summary>
    public IEnumerable<TelemetrySpan> Methods => spans.Where(IsOfTheApp);

    /// <summary>The request that began it; nothing if none did.</summary>
    public string Request => string.Concat(Roots.Where(root => root.IsRequest).Select(root => root.Name));

    /// <summary>The span above; none if there is none, or it has not come.</summary>
    public TelemetrySpan? Parent(TelemetrySpan span) => _byId[span.ParentId].FirstOrDefault();

    /// <summary>A span and everything below it.</summary>
    public IEnumerable<TelemetrySpan> Downwards(TelemetrySpan span) => _children[span.SpanId].SelectMany(Downwards).Prepend(span);

    /// <summary>The app's methods from the request down to a span, and requests between: <c>Orders.Service.GetAsync > Orders.Store.LoadAsync</c>.</summary>
    public string PathTo(TelemetrySpan span)
    {
        string above = Parent(span) is { ParentId.Length: > 0 } parent ? PathTo(parent) : "";
        string own = span.IsRequest ? span.Name : IsOfTheApp(span) ? span.Function[App.Length..] : "";
        return above.Length > 0 && own.Length > 0 ? above + Below + own : above + own;
    }

    public override string ToString() => $"{id}:\n{string.Join('\n', spans)}";

    private static bool IsOfTheApp(TelemetrySpan span) => span.Function.StartsWith(App, StringComparison.Ordinal);
}
