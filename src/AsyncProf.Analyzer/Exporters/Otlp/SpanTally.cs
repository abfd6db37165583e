namespace AsyncProf.Exporters.Otlp;

/// <summary>What has become of the roots of a recording.</summary>
internal sealed class SpanTally
{
    /// <summary>Roots that have become traces, or parts of one.</summary>
    public long Traces { get; set; }

    /// <summary>Their spans.</summary>
    public long Spans { get; set; }

    /// <summary>Of the roots, requests whose own spans the target exports itself.</summary>
    public long Below { get; set; }

    /// <summary>Roots of which the process sends such spans itself: they are not made again.</summary>
    public long Left { get; set; }

    /// <summary>Operations that were too short or too many for a span.</summary>
    public long Elided { get; set; }

    /// <summary>Roots of which only a part was recorded, because they had begun before or had not ended: they have no spans.</summary>
    public long Cut { get; set; }
}
