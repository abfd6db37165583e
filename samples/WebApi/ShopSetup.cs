using AsyncProf;
using Npgsql;
using Shop.Faults;
using Shop.Orders;
using Shop.Reports;
using Shop.Stock;

namespace Shop;

/// <summary>What the shop is made of, and where it answers.</summary>
internal static class ShopSetup
{
    public static void AddShop(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration.GetConnectionString("Orders") is { Length: > 0 } connection)
        {
            services.AddSingleton(NpgsqlDataSource.Create(connection));
            services.AddSingleton<IOrderStore, PostgresOrderStore>();
        }
        else
        {
            services.AddSingleton<IOrderStore, MemoryOrderStore>();
        }

        services.AddSingleton<SelfAddress>();
        services.AddSingleton<OrderService>();
        services.AddSingleton<SummaryService>();
        services.AddSingleton<InvoiceService>();
        services.AddSingleton<OrderQueue>();
        services.AddHostedService<OrderWorker>();
        services.AddSingleton<StockRoom>();
        services.AddSingleton<Catalog>();
        services.AddSingleton<CarrierClient>();
        services.AddSingleton<DailyReport>();
        services.AddHttpClient();
    }

    public static void MapShop(this WebApplication app)
    {
        app.MapGet("/orders/{id:int}", OrderEndpoints.GetAsync);
        app.MapGet("/orders/{id:int}/summary", OrderEndpoints.SummaryAsync);
        app.MapGet("/orders/{id:int}/invoice", OrderEndpoints.InvoiceAsync);
        app.MapGet("/orders", OrderEndpoints.ListAsync);
        app.MapPost("/orders", OrderEndpoints.PlaceAsync);
        app.MapGet("/tax/{country}", OrderEndpoints.TaxAsync);
        app.MapGet("/stock/{sku}", StockEndpoints.ReserveAsync);
        app.MapGet("/catalog", StockEndpoints.CatalogAsync);
        app.MapGet("/carriers", StockEndpoints.CarriersAsync);
        app.MapGet("/reports/daily", ReportEndpoints.DailyAsync);
        app.MapGet("/orders/{id:int}/label", OrderEndpoints.LabelAsync);

        app.MapGet("/health/profiler", () => AsyncProfiler.Status);
        app.MapGet("/version", () => "1.0"); // synchronous: nothing for an async profiler

        app.MapGet("/faults/sync-over-async", FaultEndpoints.SyncOverAsync);
        app.MapGet("/faults/n-plus-one", FaultEndpoints.NPlusOneAsync);
        app.MapGet("/faults/fire-and-forget", FaultEndpoints.FireAndForgetAsync);
        app.MapGet("/faults/starvation", FaultEndpoints.StarvationAsync);
        app.MapGet("/faults/lock", FaultEndpoints.LockAsync);
        app.MapGet("/faults/straggler", FaultEndpoints.StragglerAsync);
        app.MapGet("/faults/long-hold", FaultEndpoints.LongHoldAsync);
        app.MapGet("/faults/yield-loop", FaultEndpoints.YieldLoopAsync);
        app.MapGet("/faults/never-completed", FaultEndpoints.NeverCompletedAsync);
        app.MapGet("/faults/unknown", FaultEndpoints.UnknownAsync);
        app.MapGet("/faults/endless", FaultEndpoints.EndlessAsync);

        app.MapGet("/sound/sync-over-async", SoundEndpoints.AwaitedAsync);
        app.MapGet("/sound/n-plus-one", SoundEndpoints.AllAtOnceAsync);
        app.MapGet("/sound/fire-and-forget", SoundEndpoints.AwaitedMailAsync);
        app.MapGet("/sound/starvation", SoundEndpoints.NoThreadHeldAsync);
        app.MapGet("/sound/lock", SoundEndpoints.EnoughTillsAsync);
        app.MapGet("/sound/straggler", SoundEndpoints.AllNearAsync);
        app.MapGet("/sound/long-hold", SoundEndpoints.ShortHoldsAsync);
        app.MapGet("/sound/yield-loop", SoundEndpoints.PoliteYieldsAsync);
        app.MapGet("/sound/never-completed", SoundEndpoints.CompletedAsync);
        app.MapGet("/sound/unknown", SoundEndpoints.MostlyKnownAsync);
    }
}
