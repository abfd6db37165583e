using System.Diagnostics;
using System.Runtime.InteropServices;
using AsyncProf.Attribution;
using AsyncProf.Symbols.Awaits;

namespace AsyncProf.Spans;

/// <summary>One span that a tree will get, before it is emitted. Times are ticks of the clock of its tree. Used again for another one by <see cref="SpanPool"/>.</summary>
internal sealed class PlannedSpan
{
    /// <summary>Fewer than the links that the SDK takes of one span.</summary>
    private const int MaximumChildren = 64;

    private List<long>? _children;

    /// <summary>What it is called where it is shown.</summary>
    public required string Name { get; set; }

    /// <summary>The canonical name of its method; empty for a wait.</summary>
    public string Method { get; set; } = "";

    /// <summary>The span above, or null below the request's own span.</summary>
    public PlannedSpan? Parent { get; set; }

    /// <summary>The node of the tree it stands for, or in which the wait was.</summary>
    public required int Node { get; set; }

    /// <summary>The await at which the operation above awaits it; null where that is not known.</summary>
    public AwaitInfo? Await { get; set; }

    /// <summary>Of a span that nothing stands above and that is no request's, the method that began the operation; empty where it is not known.</summary>
    public string StartedBy { get; set; } = "";

    /// <summary>A wait on something without code, which has no attributes of an operation.</summary>
    public bool IsWait { get; set; }

    /// <summary>It stands for everything below its operation too.</summary>
    public bool IsWhole { get; set; }

    public bool IsError { get; set; }

    /// <summary>The type of the exception that ended it; empty where none did, or it is not known.</summary>
    public string ErrorType { get; set; } = "";

    /// <summary>Of what failed or was cancelled, the await that took longest and where it is; empty where it is not known.</summary>
    public string LongestAwait { get; set; } = "";

    /// <summary>The wait that is all but the whole of it and has no span of its own; empty where there is none.</summary>
    public string Awaiting { get; set; } = "";

    /// <summary>The ids of the app's own spans that ended in it.</summary>
    public ReadOnlySpan<long> Children => CollectionsMarshal.AsSpan(_children);

    public long Start { get; set; }

    public long End { get; set; }

    /// <summary>Where it lay within its bounds before its neighbours moved it.</summary>
    public long MeasuredStart { get; private set; } = long.MinValue;

    /// <inheritdoc cref="MeasuredStart"/>
    public long MeasuredEnd { get; private set; }

    public StateTimes Task { get; set; }

    public long ElapsedSelf { get; set; }

    public int Segments { get; set; }

    public int Awaits { get; set; }

    public int Collapsed { get; private set; }

    public int Elided { get; set; }

    /// <summary>Its place among the spans of its tree while they are arranged.</summary>
    public int Ordinal { get; set; }

    /// <summary>There was no room left for it among its siblings.</summary>
    public bool IsDropped { get; set; }

    /// <summary>Moved by more than a millisecond to lie inside the request.</summary>
    public bool IsMovedFar { get; private set; }

    /// <summary>What it became; the default before it is emitted, or where the SDK refused it.</summary>
    public ActivityContext Context { get; set; }

    /// <summary>A span of the app's own ended in it.</summary>
    public void AddChild(long span)
    {
        _children ??= [];
        if (_children.Count < MaximumChildren)
            _children.Add(span);
    }

    /// <summary>Becomes one of which nothing is known.</summary>
    public void Reset()
    {
        _children?.Clear();
        (Name, Method, StartedBy, ErrorType, LongestAwait, Awaiting) = ("", "", "", "", "", "");
        (Parent, Await, Context, Task) = (null, null, default, default);
        (Node, Ordinal, Segments, Awaits, Collapsed, Elided) = (0, 0, 0, 0, 0, 0);
        (IsWait, IsWhole, IsError, IsDropped, IsMovedFar) = (false, false, false, false, false);
        (Start, End, MeasuredStart, MeasuredEnd, ElapsedSelf) = (0, 0, long.MinValue, 0, 0);
    }

    /// <summary>Takes the numbers of another operation.</summary>
    public void Fold(in TreeNode node)
    {
        StateTimes task = Task;
        task.Add(node.Task);
        Task = task;
        ElapsedSelf += node.Elapsed.Total;
        Segments += node.Segments;
        Awaits += node.Awaits;
        Collapsed++;
    }

    /// <summary>Clamps it into bounds.</summary>
    /// <param name="from">Where it may begin.</param>
    /// <param name="to">Where it must have ended.</param>
    /// <param name="far">Who has no parent and moves further is <see cref="IsMovedFar"/>.</param>
    public void MoveInto(long from, long to, long far)
    {
        long start = Math.Clamp(Start, from, Math.Max(from, to)), end = Math.Clamp(End, from, Math.Max(from, to));
        IsMovedFar |= Parent is null && Math.Max(Math.Abs(start - Start), Math.Abs(end - End)) > far;
        (Start, End) = (start, end);
        if (MeasuredStart == long.MinValue)
            (MeasuredStart, MeasuredEnd) = (start, end);
    }
}
