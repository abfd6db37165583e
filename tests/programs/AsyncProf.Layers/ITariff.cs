namespace Layers;

internal interface ITariff
{
    Task<int> PriceAsync(int id);
}
