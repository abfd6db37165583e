namespace AwaitLines;

/// <summary>Makes awaitables that no event tells of.</summary>
internal static class Custom
{
    public static PlainAwaitable Plain() => new();

    public static CriticalAwaitable Critical() => new();
}
