namespace Layers;

internal sealed class LoggingBehavior<TRequest>(IHandler<TRequest> next) : IHandler<TRequest>
{
    private static readonly Counter Handled = Tally.Of("Layers.LoggingBehavior`1.Handle");

    public async Task<int> Handle(TRequest request)
    {
        Handled.Add();
        int result = await next.Handle(request);
        await Task.Yield();
        return result;
    }
}
