using System.Runtime.CompilerServices;

namespace Layers;

internal sealed class ProductReader
{
    private static readonly Counter Read = Tally.Of("Layers.ProductReader.ReadAsync");

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> ReadAsync()
    {
        Read.Add();
        await Task.Yield();
        return 1;
    }
}
