namespace Edges.Continuations;

/// <summary>A lambda on the pool.</summary>
internal static class RunLambda
{
    public static Pattern Pattern { get; } = new(nameof(RunLambda), RunLambdaAsync, "R5", "RunLambdaAsync > RunLambdaAsync.lambda", "RunLambdaAsync.lambda > RunLambdaLoadAsync");

    private static async Task RunLambdaAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await Task.Run(async () => await RunLambdaLoadAsync());
    }

    private static async Task RunLambdaLoadAsync() => await Task.Delay(30);
}
