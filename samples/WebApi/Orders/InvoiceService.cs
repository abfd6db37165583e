using System.Globalization;

namespace Shop.Orders;

/// <summary>An outgoing HTTP call, to another endpoint of the same app.</summary>
internal sealed class InvoiceService(OrderService orders, IHttpClientFactory clients, SelfAddress self)
{
    public async Task<string> BuildAsync(int id, CancellationToken cancellationToken)
    {
        Order order = await orders.GetAsync(id, cancellationToken);
        decimal tax = await FetchTaxAsync("NO", cancellationToken);
        return string.Create(CultureInfo.InvariantCulture, $"invoice {order.Id}: {order.Price * (1 + tax):0.00}");
    }

    private async Task<decimal> FetchTaxAsync(string country, CancellationToken cancellationToken)
    {
        using HttpClient client = clients.CreateClient();
        string rate = await client.GetStringAsync(new Uri(self.Uri, $"/tax/{country}"), cancellationToken);
        return decimal.Parse(rate, CultureInfo.InvariantCulture);
    }
}
