namespace Edges.Plain;

/// <summary>Value tasks.</summary>
internal static class PlainValue
{
    public static Pattern Pattern { get; } = new(nameof(PlainValue), PlainValueAsync, "", "PlainValueAsync > PlainValueLoadAsync", "PlainValueLoadAsync > PlainValueQueryAsync");

    private static async Task PlainValueAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await PlainValueLoadAsync();
    }

    private static async ValueTask<int> PlainValueLoadAsync() => await PlainValueQueryAsync() + 1;

    private static async ValueTask<int> PlainValueQueryAsync()
    {
        await Task.Delay(30);
        return 1;
    }
}
