using Grpc.Net.Client;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AsyncProf.Libraries.Grpc;

/// <summary>Server and client of gRPC: unary calls, and streams in each direction.</summary>
internal static class WarehouseProgram
{
    public static async Task RunAsync(Users users)
    {
        WebApplicationBuilder builder = LoopbackApp.Create(HttpProtocols.Http2);
        builder.Services.AddGrpc();
        await using WebApplication server = builder.Build();
        server.MapGrpcService<WarehouseService>();
        await server.StartAsync();
        using GrpcChannel channel = GrpcChannel.ForAddress(LoopbackApp.AddressOf(server));
        var store = new WarehouseStore(new Warehouse.WarehouseClient(channel));
        await users.RunAsync(6, (user, number) => (number % 4) switch
        {
            0 => store.CountAsync($"product {number}"),
            1 => store.WatchAsync($"product {number}"),
            2 => store.DeliverAsync(10),
            _ => store.PickAsync(3),
        });
    }
}
