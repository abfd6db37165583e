namespace AsyncProf.Heap.Stacks;

/// <summary>Leaves out the frameworks' own methods, and folds what is equal then.</summary>
internal static class StackHiding
{
    /// <summary>The stacks without the frameworks' methods; those that have no others are left out.</summary>
    /// <param name="stacks">The stacks.</param>
    /// <param name="hidden">How many operations' stacks are left out.</param>
    public static IReadOnlyList<PendingStack> Hide(IReadOnlyList<PendingStack> stacks, out int hidden)
    {
        hidden = 0;
        var kept = new Dictionary<string, PendingStack>(StringComparer.Ordinal);
        foreach (PendingStack stack in stacks)
        {
            PendingFrame[] own = [.. stack.Frames.Where(frame => !frame.IsFramework).SkipWhile(frame => frame.Kind == PendingKind.Join)]; // who joins is hidden
            if (!Array.Exists(own, frame => frame.Kind is PendingKind.Suspended or PendingKind.Running or PendingKind.Queued or PendingKind.Delegate))
            {
                hidden += stack.Count;
                continue;
            }

            string key = string.Join('\n', own.Select(frame => $"{(int)frame.Kind} {frame.Name} {frame.File}:{frame.Line}"));
            kept[key] = kept.TryGetValue(key, out PendingStack? same) ? Add(same, stack) : stack with { Frames = own };
        }

        return [.. kept.Values.OrderByDescending(stack => stack.Frames.Count).ThenByDescending(stack => stack.Count)];
    }

    private static PendingStack Add(PendingStack a, PendingStack b) => a with
    {
        Count = a.Count + b.Count,
        Blocked = a.Blocked.Union(b.Blocked),
        Unreachable = a.Unreachable + b.Unreachable,
        Holders = a.Holders.Count > 0 ? a.Holders : b.Holders,
        Due = a.Due is { } one && b.Due is { } other ? (Math.Min(one.First, other.First), Math.Max(one.Last, other.Last)) : a.Due ?? b.Due,
    };
}
