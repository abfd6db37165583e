namespace Pending;

/// <summary>Very many operations that never end, in chains of three.</summary>
internal static class Many
{
    public static Task[] Begin(int chains) => [.. Enumerable.Range(0, chains).Select(_ => OuterAsync())];

    private static async Task OuterAsync() => await MiddleAsync();

    private static async Task MiddleAsync() => await InnerAsync();

    private static async Task InnerAsync() => await new TaskCompletionSource().Task;
}
