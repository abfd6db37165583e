using System.Net;
using System.Net.Sockets;
using Orleans.Configuration;

namespace AsyncProf.Libraries.Orleans;

/// <summary>A silo on this machine, and its own client: grains that call grains, storage and timers.</summary>
internal static class BankProgram
{
    private const int Accounts = 8;

    public static async Task RunAsync(Users users)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(FreePort(), FreePort());
            silo.AddMemoryGrainStorageAsDefault();
            silo.Configure<EndpointOptions>(options => options.AdvertisedIPAddress = IPAddress.Loopback);
        });
        using IHost host = builder.Build();
        await host.StartAsync();
        IGrainFactory grains = host.Services.GetRequiredService<IGrainFactory>();
        await users.RunAsync(6, (user, number) => (number % 4) switch
        {
            0 => grains.GetGrain<IAccountGrain>(user).DepositAsync(10),
            3 => grains.GetGrain<IBankGrain>(0).SumAsync(Accounts),
            _ => grains.GetGrain<IBankGrain>(0).TransferAsync(user, (user + number) % Accounts, 1),
        });
        await host.StopAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
