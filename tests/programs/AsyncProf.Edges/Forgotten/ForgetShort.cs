namespace Edges.Forgotten;

/// <summary>What is forgotten ends before who began it.</summary>
internal static class ForgetShort
{
    public static Pattern Pattern { get; } = new(nameof(ForgetShort), ForgetShortAsync, "", "ForgetShortWorkAsync > ForgetShortLoadAsync")
    {
        May = ["ForgetShortAsync > ForgetShortWorkAsync", " > ForgetShortWorkAsync"],
    };

    private static async Task ForgetShortAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        _ = ForgetShortWorkAsync();
        await Task.Delay(50);
    }

    private static async Task ForgetShortWorkAsync() => await ForgetShortLoadAsync();

    private static async Task ForgetShortLoadAsync() => await Task.Delay(20);
}
