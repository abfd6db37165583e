using System.Text;
using Yarp.ReverseProxy.Configuration;

namespace AsyncProf.Libraries.Proxy;

/// <summary>A proxy before a minimal API, asked by clients.</summary>
internal static class ProxyProgram
{
    public static async Task RunAsync(Users users)
    {
        await using WebApplication backend = await StartBackendAsync();
        await using WebApplication proxy = await StartProxyAsync(LoopbackApp.AddressOf(backend));
        using var http = new HttpClient { BaseAddress = LoopbackApp.AddressOf(proxy) };
        await users.RunAsync(6, (_, number) => number % 2 == 0 ? GetAsync(http, number) : PostAsync(http, number));
    }

    private static async Task<WebApplication> StartBackendAsync()
    {
        WebApplication app = LoopbackApp.Create().Build();
        app.MapGet("/orders/{id:int}", async (int id) =>
        {
            await Task.Delay(5);
            return Results.Json(new { id, lines = Enumerable.Range(0, 200) });
        });
        app.MapPost("/orders", async (HttpContext context) =>
        {
            using var reader = new StreamReader(context.Request.Body);
            string text = await reader.ReadToEndAsync();
            await Task.Delay(2);
            await context.Response.WriteAsync($"{text.Length}");
        });
        await app.StartAsync();
        return app;
    }

    private static async Task<WebApplication> StartProxyAsync(Uri backend)
    {
        WebApplicationBuilder builder = LoopbackApp.Create();
        builder.Services.AddReverseProxy().LoadFromMemory(
            [new RouteConfig { RouteId = "all", ClusterId = "backend", Match = new RouteMatch { Path = "{**all}" } }],
            [new ClusterConfig { ClusterId = "backend", Destinations = new Dictionary<string, DestinationConfig> { ["one"] = new() { Address = backend.ToString() } } }]);
        WebApplication app = builder.Build();
        app.MapReverseProxy();
        await app.StartAsync();
        return app;
    }

    private static async Task<int> GetAsync(HttpClient http, int number) => (await http.GetStringAsync($"/orders/{number}")).Length;

    private static async Task<int> PostAsync(HttpClient http, int number)
    {
        using var content = new StringContent(new string('x', 20_000 + number), Encoding.UTF8);
        using HttpResponseMessage response = await http.PostAsync("/orders", content);
        return (await response.Content.ReadAsStringAsync()).Length;
    }
}
