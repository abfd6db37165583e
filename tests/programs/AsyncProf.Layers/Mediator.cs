namespace Layers;

/// <summary>Only passes on: no call of its own ever suspends.</summary>
internal sealed class Mediator(Services services)
{
    public Task<int> Send<TRequest>(TRequest request) => services.HandlerOf<TRequest>().Handle(request);
}
