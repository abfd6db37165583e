using System.Collections.Immutable;

namespace AsyncProf.Heap.Stacks;

/// <summary>Equal stacks while they are counted.</summary>
internal sealed class StackFold
{
    private ImmutableHashSet<int> _blocked = [];
    private int _count, _unreachable;
    private long _first = long.MaxValue, _last = long.MinValue;

    /// <summary>Counts one.</summary>
    /// <param name="blocked">The outermost operation, if a thread does nothing but wait for it: many stacks can lead down from the same; otherwise null.</param>
    /// <param name="isUnreachable">Whether nothing can complete it.</param>
    /// <param name="due">Of a delay, the milliseconds until it is due; null for none.</param>
    public void Add(int? blocked, bool isUnreachable, long? due)
    {
        _count++;
        if (blocked is { } outermost)
            _blocked = _blocked.Add(outermost);
        _unreachable += isUnreachable ? 1 : 0;
        if (due is not { } at)
            return;
        _first = Math.Min(_first, at);
        _last = Math.Max(_last, at);
    }

    /// <summary>What they are together.</summary>
    public PendingStack ToStack(IReadOnlyList<PendingFrame> frames) =>
        new(_count, frames) { Blocked = _blocked, Unreachable = _unreachable, Due = _first <= _last ? (_first, _last) : null };
}
