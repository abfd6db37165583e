namespace Edges.Traps;

/// <summary>A limit that nobody awaits, next to a call that is awaited.</summary>
internal static class IgnoredWaitNext
{
    public static Pattern Pattern { get; } = new(nameof(IgnoredWaitNext), IgnoredWaitNextAsync, "R1", "IgnoredWaitNextAsync > IgnoredWaitNextLoadAsync")
    {
        IsHostile = true,
        May = ["IgnoredWaitNextAsync > IgnoredWaitNextOtherAsync", " > IgnoredWaitNextOtherAsync"],
    };

    private static async Task IgnoredWaitNextAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        _ = IgnoredWaitNextOtherAsync().WaitAsync(TimeSpan.FromSeconds(5));
        await IgnoredWaitNextLoadAsync().WaitAsync(TimeSpan.FromSeconds(5));
        await Task.Delay(20);
    }

    private static async Task IgnoredWaitNextLoadAsync() => await Task.Delay(40);

    private static async Task IgnoredWaitNextOtherAsync() => await Task.Delay(40);
}
