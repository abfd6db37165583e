namespace Edges.Forgotten;

/// <summary>What is forgotten outlives who began it.</summary>
internal static class ForgetLong
{
    public static Pattern Pattern { get; } = new(nameof(ForgetLong), ForgetLongAsync, "", "ForgetLongWorkAsync > ForgetLongLoadAsync")
    {
        May = [" > ForgetLongWorkAsync"],
    };

    private static async Task ForgetLongAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        _ = ForgetLongWorkAsync();
        await Task.Delay(20);
    }

    private static async Task ForgetLongWorkAsync() => await ForgetLongLoadAsync();

    private static async Task ForgetLongLoadAsync() => await Task.Delay(45);
}
