using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace AsyncProf.Libraries.Http;

/// <summary>Clients with the standard handlers of resilience: time-outs, retries, a circuit breaker, hedging.</summary>
internal static class CatalogueProgram
{
    public static async Task RunAsync(Users users)
    {
        await using WebApplication server = await CatalogueServer.StartAsync();
        await using ServiceProvider services = Clients(LoopbackApp.AddressOf(server));
        CatalogueClient catalogue = services.GetRequiredService<CatalogueClient>();
        HedgingClient hedging = services.GetRequiredService<HedgingClient>();
        await users.RunAsync(8, (user, number) => (number % 4) switch
        {
            0 => catalogue.DownloadAsync(),
            1 => hedging.GetAsync(number),
            2 => Task.WhenAll(catalogue.GetAsync(user), catalogue.GetAsync(number)),
            _ => catalogue.GetAsync(number),
        });
    }

    private static ServiceProvider Clients(Uri server)
    {
        var services = new ServiceCollection();
        services.AddHttpClient<CatalogueClient>(http => http.BaseAddress = server).AddStandardResilienceHandler(options =>
        {
            options.Retry.Delay = TimeSpan.FromMilliseconds(10);
            options.Retry.BackoffType = DelayBackoffType.Constant;
            options.AttemptTimeout.Timeout = TimeSpan.FromMilliseconds(300);
            options.CircuitBreaker.SamplingDuration = TimeSpan.FromSeconds(1);
            options.CircuitBreaker.FailureRatio = 0.9;
        });
        services.AddHttpClient<HedgingClient>(http => http.BaseAddress = server).AddStandardHedgingHandler().Configure(options => options.Hedging.Delay = TimeSpan.FromMilliseconds(30));
        return services.BuildServiceProvider();
    }
}
