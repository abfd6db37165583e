using AsyncProf.Events;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Durations;

namespace AsyncProf.Profiles.Pprof;

/// <summary>What the labels of one sample say.</summary>
internal struct PprofLabels
{
    private int _sampled;
    private bool _isExternal;
    private string _trace = "";
    private string _span = "";

    public PprofLabels()
    {
    }

    public RootKind Root { get; private set; } = RootKind.Operation;

    public OperationStatus Status { get; private set; } = OperationStatus.Completed;

    public AwaitedBy Awaited { get; private set; } = AwaitedBy.Parent;

    public int Bucket { get; private set; } = -1;

    /// <summary>Whether the innermost frame is a wait: the label says so, whatever the function is called.</summary>
    public bool IsWait { get; private set; }

    /// <summary>What kind of wait it is; <see cref="WaitKind.None"/> in files that do not tell.</summary>
    public WaitKind Wait { get; private set; }

    /// <summary>The span of the request that it belongs to; none for most.</summary>
    public readonly SpanLink Link => SpanLink.Read(_trace, _span);

    /// <summary>What the frame at a place is, the innermost at 0.</summary>
    /// <param name="place">The place.</param>
    /// <param name="isOutermost">Whether no frame is above it.</param>
    public readonly FrameKind KindAt(int place, bool isOutermost) => place switch
    {
        0 when IsWait => FrameKind.Leaf,
        0 when _isExternal && _sampled > 0 => FrameKind.External,
        _ when place - (IsWait ? 1 : 0) < _sampled => FrameKind.Sync,
        _ => IsEntry && isOutermost ? FrameKind.Entry : FrameKind.Method,
    };

    /// <summary>Whether the outermost frame is a request or a scope.</summary>
    public readonly bool IsEntry => Root is RootKind.Request or RootKind.Scope;

    public void Take(ReadOnlySpan<byte> label, PprofTables tables)
    {
        long key = 0, text = 0, number = 0;
        var reader = new ProtoReader(label);
        while (reader.Next())
        {
            if (reader.Field == 1)
                key = (long)reader.Number;
            else if (reader.Field == 2)
                text = (long)reader.Number;
            else if (reader.Field == 3)
                number = (long)reader.Number;
        }

        switch (tables.Text(key))
        {
            case PprofNames.Duration:
                Bucket = DurationBuckets.Of(number);
                break;
            case PprofNames.Kind:
                IsWait = tables.Text(text) == TreeJson.KindOf(FrameKind.Leaf);
                _isExternal = tables.Text(text) == PprofNames.External;
                break;
            case PprofNames.Sampled:
                _sampled = number is > 0 and <= ProfileData.MaximumDepth ? (int)number : 0;
                break;
            case PprofNames.Wait:
                Wait = WaitText.Kind(tables.Text(text));
                break;
            case PprofNames.RootKind:
                Root = PprofTags.Root(tables.Text(text));
                break;
            case PprofNames.Status:
                Status = PprofTags.Status(tables.Text(text));
                break;
            case PprofNames.TraceId:
                _trace = tables.Text(text);
                break;
            case PprofNames.SpanId:
                _span = tables.Text(text);
                break;
            case PprofNames.Awaited:
                Awaited = PprofTags.Awaited(tables.Text(text));
                break;
        }
    }
}
