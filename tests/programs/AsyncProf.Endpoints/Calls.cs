using System.Net;
using System.Net.WebSockets;
using System.Text;

namespace AsyncProf.Endpoints;

/// <summary>What can be asked of the app, and what each request should be called.</summary>
public static class Calls
{
    /// <summary>The name that <c>/named</c> gives itself where it has an activity.</summary>
    public const string OwnName = "Checkout";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Requests by method and path, and the names they get.</summary>
    public static IReadOnlyList<(string Method, string Path, string Name)> Plain { get; } =
    [
        ("GET", "/orders/7", "GET /orders/{id:int}"),
        ("POST", "/api/items/x", "POST /api/items/{id}"),
        ("GET", "/ping", "GET /ping"),
        ("HEAD", "/ping", "HEAD /ping"),
        ("OPTIONS", "/ping", "OPTIONS /ping"),
        ("PURGE", "/ping", "_OTHER /ping"),
        ("GET", "/api/products/7", "GET /api/Products/{id:int}"),
        ("DELETE", "/api/products/7/price", "DELETE /api/Products/{id:int}/Price"),
        ("GET", "/", "GET /Home/Index/{id?}"),
        ("GET", "/home/details/7", "GET /Home/Details/{id?}"),
        ("GET", "/shop", "GET /shop/Cart/Index/{id?}"),
        ("GET", "/report/2024", "GET /Report/{year:int}"),
        ("POST", "/hub/negotiate?negotiateVersion=1", "POST /hub/negotiate"),
        ("GET", "/health", "GET /health"),
        ("GET", "/site.css", "GET /site.css"),
        ("GET", "/branch/7", "GET /branch/{}"),
        ("GET", "/legacy/x", "GET /legacy/{name}"),
        ("GET", "/app/some/where", "GET /app/{*path}"),
        ("GET", "/boom", "GET /boom"),
        ("GET", "/teapot", "GET /teapot"),
        ("GET", "/child", "GET /child"),
        ("GET", "/nothing/here", "GET (unmatched)"),
        ("GET", "/nothing/there", "GET (unmatched)"),
        ("PUT", "/orders/7", "PUT (unmatched)"),
    ];

    /// <summary>All names, but for that of <c>/named</c>.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Plain.Select(call => call.Name).Append("GET /hub").Append("GET /ws").Append("CONNECT /ws").Append("POST /shop.Greeter/Greet").Distinct()];

    public static async Task AskAllAsync(EndpointApp app)
    {
        using var client = new HttpClient { Timeout = Patience };
        foreach ((string method, string path, _) in Plain)
        {
            await AskAsync(client, new HttpRequestMessage(new HttpMethod(method), new Uri(app.Http1, path)));
            await AskAsync(client, OverHttp2(new HttpRequestMessage(new HttpMethod(method), new Uri(app.Http2, path))));
        }

        await AskAsync(client, new HttpRequestMessage(HttpMethod.Get, new Uri(app.Http1, "/named")));
        await AskAsync(client, Grpc(new Uri(app.Http2, "/shop.Greeter/Greet")));
        await SocketAsync(client, new Uri(app.Http1, "/hub"), HttpVersion.Version11, "{\"protocol\":\"json\",\"version\":1}\u001e");
        await SocketAsync(client, new Uri(app.Http1, "/ws"), HttpVersion.Version11, "hello");
        await SocketAsync(client, new Uri(app.Http2, "/ws"), HttpVersion.Version20, "hello");
    }

    private static async Task AskAsync(HttpClient client, HttpRequestMessage request)
    {
        using (request)
        {
            using HttpResponseMessage response = await client.SendAsync(request);
            await response.Content.ReadAsByteArrayAsync();
        }
    }

    private static HttpRequestMessage OverHttp2(HttpRequestMessage request)
    {
        request.Version = HttpVersion.Version20;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        return request;
    }

    private static HttpRequestMessage Grpc(Uri method)
    {
        var content = new ByteArrayContent([0, 0, 0, 0, 1, 42]); // not compressed, one byte
        content.Headers.ContentType = new("application/grpc");
        HttpRequestMessage request = OverHttp2(new HttpRequestMessage(HttpMethod.Post, method) { Content = content });
        request.Headers.TE.ParseAdd("trailers");
        return request;
    }

    private static async Task SocketAsync(HttpClient client, Uri address, Version version, string message)
    {
        using var stop = new CancellationTokenSource(Patience);
        using var socket = new ClientWebSocket();
        socket.Options.HttpVersion = version;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        await socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws" }.Uri, client, stop.Token);
        await socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, stop.Token);
        await socket.ReceiveAsync(new byte[64], stop.Token);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, stop.Token);
    }
}
