namespace AwaitLines;

internal sealed class Resource : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        Truth.At("Later.Void"); await Later.Void();
    }
}
