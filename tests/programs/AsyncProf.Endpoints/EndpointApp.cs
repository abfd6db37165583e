using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.FileProviders;

namespace AsyncProf.Endpoints;

/// <summary>An endpoint of each kind, behind a real server: HTTP/1.1 on the first address, HTTP/2 on the second.</summary>
public sealed class EndpointApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private EndpointApp(WebApplication app) => _app = app;

    public Uri Http1 => new(_app.Urls.First());

    public Uri Http2 => new(_app.Urls.Last());

    public static async Task<EndpointApp> StartAsync(Action<WebApplicationBuilder> configure)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, EnvironmentName = "Production" });
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Logging.ClearProviders();
        builder.Services.AddControllers().AddApplicationPart(typeof(EndpointApp).Assembly);
        builder.Services.AddRazorPages();
        builder.Services.AddSignalR();
        builder.Services.AddGrpc();
        builder.Services.AddHealthChecks();
        configure(builder);
        WebApplication app = builder.Build();
        Use(app);
        Map(app);
        await app.StartAsync();
        return new EndpointApp(app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static void Use(WebApplication app)
    {
        app.UseExceptionHandler("/error");
        app.UseStatusCodePagesWithReExecute("/status/{0}");
        app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(Path.Combine(AppContext.BaseDirectory, "Files")) });
        app.Map("/branch", static branch => branch.Run(static context => context.Response.WriteAsync("branch")));
        app.MapWhen(static context => context.Request.Path.StartsWithSegments("/legacy", StringComparison.Ordinal), static branch =>
        {
            branch.UseRouting();
            branch.UseEndpoints(static endpoints => endpoints.MapGet("/legacy/{name}", static (string name) => name));
        });
        app.UseWebSockets();
        app.UseRouting();
    }

    private static void Map(WebApplication app)
    {
        app.MapGet("/orders/{id:int}", static async (int id) =>
        {
            await Task.Delay(10);
            return $"{id}";
        });
        app.MapGroup("/api").MapPost("items/{id}", static (string id) => id);
        app.MapMethods("/ping", ["GET", "HEAD", "OPTIONS", "PURGE"], static () => "ping");
        app.MapGet("/boom", static string () => throw new InvalidOperationException("boom"));
        app.MapGet("/teapot", static () => Results.StatusCode(418));
        app.MapGet("/error", static () => "error");
        app.MapGet("/status/{code}", static (int code) => $"{code}");
        app.MapGet("/named", static context =>
        {
            if (context.Features.Get<IHttpActivityFeature>() is { } feature)
                feature.Activity.DisplayName = "Checkout";
            return Task.CompletedTask;
        });
        app.MapGet("/child", static async () =>
        {
            using Activity child = new Activity("child").Start();
            await Task.Delay(10);
        });
        app.Map("/ws", EchoAsync);
        app.MapHealthChecks("/health");
        app.MapControllers();
        app.MapAreaControllerRoute("shop", "Shop", "shop/{controller=Cart}/{action=Index}/{id?}");
        app.MapControllerRoute("default", "{controller=Home}/{action=Index}/{id?}");
        app.MapRazorPages();
        app.MapGrpcService<GreeterService>();
        app.MapHub<EchoHub>("/hub");
        app.MapFallback("/app/{*path}", static () => "app");
    }

    private static async Task EchoAsync(HttpContext context)
    {
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
        byte[] buffer = new byte[64];
        ValueWebSocketReceiveResult received = await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted);
        await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, true, context.RequestAborted);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
    }
}
