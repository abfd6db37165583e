namespace Layers;

internal sealed class EmailJob : IJob
{
    private static readonly Counter Run = Tally.Of("Layers.EmailJob.IJob.RunAsync");

    async Task IJob.RunAsync()
    {
        Run.Add();
        await Database.QueryAsync();
        await Task.Yield();
    }
}
