namespace AsyncProf.Libraries.Http;

/// <summary>A catalogue that takes a while, and fails now and then.</summary>
internal static class CatalogueServer
{
    public static async Task<WebApplication> StartAsync()
    {
        WebApplication app = LoopbackApp.Create().Build();
        int requests = 0;
        app.MapGet("/products/{id:int}", async (int id, CancellationToken cancel) =>
        {
            int number = Interlocked.Increment(ref requests);
            await Task.Delay(number % 40 == 0 ? 400 : 10, cancel);
            return number % 10 == 0 ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable) : Results.Json(new Product(id, $"Product {id}", id * 1.5m));
        });
        app.MapGet("/products", async (HttpContext context) =>
        {
            for (int part = 0; part < 3; part++)
            {
                await context.Response.WriteAsync(new string('x', 4000));
                await context.Response.Body.FlushAsync();
                await Task.Delay(2);
            }
        });
        await app.StartAsync();
        return app;
    }
}
