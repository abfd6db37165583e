using MassTransit;

namespace AsyncProf.Libraries.MassTransit;

public sealed class CheckStockConsumer : IConsumer<CheckStock>
{
    public async Task Consume(ConsumeContext<CheckStock> context)
    {
        await Task.Delay(3);
        await context.RespondAsync(new StockChecked(context.Message.Product, context.Message.Product.Length));
    }
}
