namespace Layers;

internal sealed class SpecialTariff : ITariff
{
    private static readonly Counter Priced = Tally.Of("Layers.SpecialTariff.PriceAsync");

    public async Task<int> PriceAsync(int id)
    {
        Priced.Add();
        await Database.QueryAsync();
        await Task.Yield();
        return id;
    }
}
