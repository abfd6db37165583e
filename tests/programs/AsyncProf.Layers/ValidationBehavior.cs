namespace Layers;

internal sealed class ValidationBehavior<TRequest>(IHandler<TRequest> next) : IHandler<TRequest>
{
    private static readonly Counter Handled = Tally.Of("Layers.ValidationBehavior`1.Handle");

    public async Task<int> Handle(TRequest request)
    {
        Handled.Add();
        await Task.Yield();
        return await next.Handle(request);
    }
}
