using MassTransit;

namespace AsyncProf.Libraries.MassTransit;

/// <summary>Fails now and then, and is asked again.</summary>
public sealed class OrderPlacedConsumer : IConsumer<OrderPlaced>
{
    public async Task Consume(ConsumeContext<OrderPlaced> context)
    {
        await Task.Delay(2);
        if (context.Message.Number % 10 == 0 && context.GetRetryAttempt() == 0)
            throw new InvalidOperationException("Not yet.");
    }
}
