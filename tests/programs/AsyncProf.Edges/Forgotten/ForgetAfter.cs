namespace Edges.Forgotten;

/// <summary>A neighbour of what is forgotten is awaited.</summary>
internal static class ForgetAfter
{
    public static Pattern Pattern { get; } = new(nameof(ForgetAfter), ForgetAfterAsync, "", "ForgetAfterAsync > ForgetAfterLoadAsync")
    {
        May = ["ForgetAfterAsync > ForgetAfterWorkAsync", " > ForgetAfterWorkAsync"],
    };

    private static async Task ForgetAfterAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        _ = ForgetAfterWorkAsync();
        await ForgetAfterLoadAsync();
    }

    private static async Task ForgetAfterWorkAsync() => await Task.Delay(20);

    private static async Task ForgetAfterLoadAsync() => await Task.Delay(40);
}
