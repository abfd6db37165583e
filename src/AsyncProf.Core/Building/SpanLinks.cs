using AsyncProf.Profiles.Data;
using AsyncProf.Stitching.Records;

namespace AsyncProf.Building;

/// <summary>The spans of requests that have samples of their own. Bounded: beyond a number there are no more.</summary>
internal sealed class SpanLinks
{
    private readonly List<SpanLink> _links = [];

    /// <summary>The number of a request's span; 0 where it has none, or there are too many.</summary>
    public int Of(in EntryContext context)
    {
        var link = new SpanLink(new UInt128((ulong)context.TraceHigh, (ulong)context.TraceLow), (ulong)context.Span);
        if (link.IsNone || _links.Count == ChargeTags.MaximumLinks)
            return 0;
        _links.Add(link);
        return _links.Count;
    }

    public SpanLink[] ToArray() => [.. _links];
}
