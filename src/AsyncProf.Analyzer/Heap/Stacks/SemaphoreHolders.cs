namespace AsyncProf.Heap.Stacks;

/// <summary>
/// Who may hold a semaphore that others wait for. The runtime does not know, but a call of the same method that has got past that await, and has not ended, mostly does.
/// </summary>
internal static class SemaphoreHolders
{
    /// <summary>The stacks, with those named who may hold what they wait for.</summary>
    public static IReadOnlyList<PendingStack> Name(IReadOnlyList<PendingStack> stacks)
    {
        ILookup<string, PendingFrame>? past = null;
        return [.. stacks.Select(stack =>
        {
            if (!stack.Frames[^1].IsSemaphore || stack.Frames.LastOrDefault(frame => frame is { IsFramework: false, Kind: PendingKind.Suspended, Line: > 0 }) is not { } waiting)
                return stack;
            past ??= stacks.SelectMany(other => other.Frames).Where(frame => frame.Kind == PendingKind.Suspended).Distinct().ToLookup(frame => frame.Name, StringComparer.Ordinal);
            PendingFrame[] holders = [.. past[waiting.Name].Where(frame => frame.File == waiting.File && frame.Line > waiting.Line).OrderBy(frame => frame.Line)];
            return stack with { Holders = holders };
        })];
    }
}
