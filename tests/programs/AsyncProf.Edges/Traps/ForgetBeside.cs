namespace Edges.Traps;

/// <summary>What is forgotten ends on the tick of a call that is awaited.</summary>
internal static class ForgetBeside
{
    public static Pattern Pattern { get; } = new(nameof(ForgetBeside), ForgetBesideAsync, "R1", "ForgetBesideAsync > ForgetBesideLoadAsync")
    {
        IsHostile = true,
        May = ["ForgetBesideAsync > ForgetBesideOtherAsync", " > ForgetBesideOtherAsync"],
    };

    private static async Task ForgetBesideAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        _ = ForgetBesideOtherAsync();
        await ForgetBesideLoadAsync().WaitAsync(TimeSpan.FromSeconds(5));
        await Task.Delay(20);
    }

    private static async Task ForgetBesideLoadAsync() => await Task.Delay(40);

    private static async Task ForgetBesideOtherAsync() => await Task.Delay(40);
}
