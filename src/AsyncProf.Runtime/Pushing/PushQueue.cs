using System.Diagnostics.CodeAnalysis;

namespace AsyncProf.Pushing;

/// <summary>What waits to be pushed, within bounds. The oldest gives way: what goes on now is what people look for. On the pushing thread only.</summary>
/// <param name="maximumBytes">How many bytes may wait.</param>
/// <param name="counts">What gives way is counted there.</param>
internal sealed class PushQueue(long maximumBytes, PushCounts counts)
{
    /// <summary>So many may wait, however small.</summary>
    public const int MaximumParts = 256;

    private const string Overflow = "More waits than may: the server is too slow or away for too long, or Push.MaximumQueueBytes is too low.";

    private readonly Queue<PushPart> _parts = new();

    /// <summary>How many wait.</summary>
    public int Count => _parts.Count;

    /// <summary>How many bytes they have.</summary>
    public long Bytes { get; private set; }

    /// <summary>Adds one. A single one may be larger than all that may wait: it would never get through.</summary>
    public void Add(PushPart part)
    {
        _parts.Enqueue(part);
        Bytes += part.Profile.Length;
        while (_parts.Count > MaximumParts || (Bytes > maximumBytes && _parts.Count > 1))
        {
            TryTake(out _);
            counts.AddDropped(Overflow);
        }
    }

    /// <summary>Takes the oldest.</summary>
    public bool TryTake([NotNullWhen(true)] out PushPart? part)
    {
        if (!_parts.TryDequeue(out part))
            return false;
        Bytes -= part.Profile.Length;
        return true;
    }
}
