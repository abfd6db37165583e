using MassTransit;

namespace AsyncProf.Libraries.MassTransit;

public sealed class PlaceOrderConsumer : IConsumer<PlaceOrder>
{
    public async Task Consume(ConsumeContext<PlaceOrder> context)
    {
        await Task.Delay(3);
        await context.Publish(new OrderPlaced(context.Message.Number));
    }
}
