using System.Diagnostics;

namespace Layers;

/// <summary>The four ways in: each request is an activity of its own and served by a method of its own.</summary>
internal sealed class Routes(Mediator mediator)
{
    private static readonly ActivitySource Source = new("Layers");
    private static readonly Counter Orders = Tally.Of("Layers.Routes.OrderAsync"), Customers = Tally.Of("Layers.Routes.CustomerAsync");
    private static readonly Counter Products = Tally.Of("Layers.Routes.ProductsAsync"), Placed = Tally.Of("Layers.Routes.PlaceAsync");

    /// <summary>Serves the request of a number: of every hundred in a row 60, 30, 9 and 1.</summary>
    public Task ServeAsync(long number) => (number * 37 % 100) switch
    {
        < 60 => OrderAsync((int)number),
        < 90 => CustomerAsync((int)number),
        < 99 => ProductsAsync((int)number),
        _ => PlaceAsync((int)number),
    };

    private async Task OrderAsync(int id)
    {
        Orders.Add();
        using Activity? activity = Source.StartActivity("GET /orders/{id}", ActivityKind.Server);
        await mediator.Send(new GetOrder(id));
        await Task.Yield();
    }

    private async Task CustomerAsync(int id)
    {
        Customers.Add();
        using Activity? activity = Source.StartActivity("GET /customers/{id}", ActivityKind.Server);
        await mediator.Send(new GetCustomer(id));
        await Task.Yield();
    }

    private async Task ProductsAsync(int id)
    {
        Products.Add();
        using Activity? activity = Source.StartActivity("GET /products", ActivityKind.Server);
        await mediator.Send(new ListProducts(id));
        await Task.Yield();
    }

    private async Task PlaceAsync(int id)
    {
        Placed.Add();
        using Activity? activity = Source.StartActivity("POST /orders", ActivityKind.Server);
        await mediator.Send(new PlaceOrder(id));
        await Task.Yield();
    }
}
