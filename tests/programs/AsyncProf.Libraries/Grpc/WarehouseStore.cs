using Grpc.Core;

namespace AsyncProf.Libraries.Grpc;

/// <summary>The warehouse as its clients see it.</summary>
internal sealed class WarehouseStore(Warehouse.WarehouseClient client)
{
    public async Task<int> CountAsync(string product) => (await client.CountAsync(new CountRequest { Product = product }, deadline: DateTime.UtcNow.AddSeconds(30))).Count;

    public async Task<int> WatchAsync(string product)
    {
        int seen = 0;
        using AsyncServerStreamingCall<CountReply> call = client.Watch(new CountRequest { Product = product });
        await foreach (CountReply reply in call.ResponseStream.ReadAllAsync())
            seen += reply.Count;
        return seen;
    }

    public async Task<int> DeliverAsync(int products)
    {
        using AsyncClientStreamingCall<Delivery, DeliverReply> call = client.Deliver();
        for (int product = 0; product < products; product++)
            await call.RequestStream.WriteAsync(new Delivery { Product = $"product {product}", Count = product });
        await call.RequestStream.CompleteAsync();
        return (await call).Pieces;
    }

    public async Task<int> PickAsync(int products)
    {
        using AsyncDuplexStreamingCall<CountRequest, CountReply> call = client.Pick();
        Task<int> picked = ReadAsync(call.ResponseStream);
        for (int product = 0; product < products; product++)
            await call.RequestStream.WriteAsync(new CountRequest { Product = $"product {product}" });
        await call.RequestStream.CompleteAsync();
        return await picked;
    }

    private static async Task<int> ReadAsync(IAsyncStreamReader<CountReply> replies)
    {
        int count = 0;
        await foreach (CountReply reply in replies.ReadAllAsync())
            count += reply.Count;
        return count;
    }
}
