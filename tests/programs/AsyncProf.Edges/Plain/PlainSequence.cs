namespace Edges.Plain;

/// <summary>One call after the other.</summary>
internal static class PlainSequence
{
    public static Pattern Pattern { get; } = new(
        nameof(PlainSequence), PlainSequenceAsync, "",
        "PlainSequenceAsync > PlainSequenceLoadAsync",
        "PlainSequenceLoadAsync > PlainSequenceQueryAsync *2");

    private static async Task PlainSequenceAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await PlainSequenceLoadAsync();
    }

    private static async Task PlainSequenceLoadAsync()
    {
        await PlainSequenceQueryAsync();
        await PlainSequenceQueryAsync();
    }

    private static async Task PlainSequenceQueryAsync() => await Task.Delay(20);
}
