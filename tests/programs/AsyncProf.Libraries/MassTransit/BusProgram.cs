using MassTransit;

namespace AsyncProf.Libraries.MassTransit;

/// <summary>A bus in memory: messages that are sent, published and answered.</summary>
internal static class BusProgram
{
    public static async Task RunAsync(Users users)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddMassTransit(bus =>
        {
            bus.AddConsumer<PlaceOrderConsumer>();
            bus.AddConsumer<OrderPlacedConsumer>();
            bus.AddConsumer<CheckStockConsumer>();
            bus.AddRequestClient<CheckStock>();
            bus.UsingInMemory((context, memory) =>
            {
                memory.UseMessageRetry(retry => retry.Interval(3, TimeSpan.FromMilliseconds(20)));
                memory.ConfigureEndpoints(context);
            });
        });
        using IHost host = builder.Build();
        await host.StartAsync();
        await users.RunAsync(4, (_, number) => number % 2 == 0 ? PlaceAsync(host.Services, number) : CheckAsync(host.Services, $"product {number}"));
        await host.StopAsync();
    }

    private static async Task PlaceAsync(IServiceProvider services, int number)
    {
        await using AsyncServiceScope scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IPublishEndpoint>().Publish(new PlaceOrder(number));
    }

    private static async Task<int> CheckAsync(IServiceProvider services, string product)
    {
        await using AsyncServiceScope scope = services.CreateAsyncScope();
        Response<StockChecked> response = await scope.ServiceProvider.GetRequiredService<IRequestClient<CheckStock>>().GetResponse<StockChecked>(new CheckStock(product));
        return response.Message.Count;
    }
}
