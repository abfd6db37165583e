namespace Layers;

internal sealed class InvoiceJob : IJob
{
    private static readonly Counter Run = Tally.Of("Layers.InvoiceJob.IJob.RunAsync");

    async Task IJob.RunAsync()
    {
        Run.Add();
        await Database.QueryAsync();
        await Task.Yield();
    }
}
