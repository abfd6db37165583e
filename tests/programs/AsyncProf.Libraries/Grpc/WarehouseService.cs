using Grpc.Core;

namespace AsyncProf.Libraries.Grpc;

/// <summary>A service with a call of each kind.</summary>
internal sealed class WarehouseService : Warehouse.WarehouseBase
{
    public override async Task<CountReply> Count(CountRequest request, ServerCallContext context)
    {
        await Task.Delay(5, context.CancellationToken);
        return new CountReply { Product = request.Product, Count = request.Product.Length };
    }

    public override async Task Watch(CountRequest request, IServerStreamWriter<CountReply> responseStream, ServerCallContext context)
    {
        for (int count = 0; count < 5; count++)
        {
            await responseStream.WriteAsync(new CountReply { Product = request.Product, Count = count }, context.CancellationToken);
            await Task.Delay(2, context.CancellationToken);
        }
    }

    public override async Task<DeliverReply> Deliver(IAsyncStreamReader<Delivery> requestStream, ServerCallContext context)
    {
        var reply = new DeliverReply();
        await foreach (Delivery delivery in requestStream.ReadAllAsync(context.CancellationToken))
        {
            reply.Products++;
            reply.Pieces += delivery.Count;
        }

        return reply;
    }

    public override async Task Pick(IAsyncStreamReader<CountRequest> requestStream, IServerStreamWriter<CountReply> responseStream, ServerCallContext context)
    {
        while (await requestStream.MoveNext(context.CancellationToken))
            await responseStream.WriteAsync(await Count(requestStream.Current, context), context.CancellationToken);
    }
}
