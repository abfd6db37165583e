using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using AsyncProf.AspNetCore.Tests.Apps;
using AsyncProf.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace AsyncProf.AspNetCore.Tests.Access;

/// <summary>Who is let in by an app that listens everywhere, asked over the network.</summary>
public sealed class LiveAccessTests
{
    private static readonly string[] Paths = ["/debug/asyncprof", "/debug/asyncprof/profile?seconds=1", "/debug/asyncprof/report", "/debug/asyncprof/tree", "/debug/asyncprof/status", "/debug/asyncprof/slow", "/debug/pprof/asyncprof?seconds=1"];

    /// <summary>What somebody else may say who would like to be taken for a local caller.</summary>
    private static readonly (string Name, string Value)[][] Disguises =
    [
        [], [("Host", "localhost")], [("Host", "127.0.0.1"), ("X-Forwarded-For", "127.0.0.1")], [("Host", "localhost"), ("Forwarded", "for=127.0.0.1;host=localhost")], [("Host", "localhost"), ("X-Real-IP", "::1")],
    ];

    [Fact]
    public async Task Ask_FromAnotherAddress_IsRefusedWhateverItSays()
    {
        await using TestApp app = await TestApp.StartAsync(app => app.MapAsyncProf(), time: new VirtualTime(), listen: "0.0.0.0");

        foreach (Uri address in OthersOf(app))
        {
            foreach ((string Name, string Value)[] disguise in Disguises)
            {
                foreach (string path in Paths)
                {
                    using HttpResponseMessage response = await app.SendAsync(HttpMethod.Get, new Uri(address, path), disguise);
                    Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
                    Assert.Contains("Only calls from this machine are answered.", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
                }
            }
        }

        using HttpResponseMessage local = await app.Client.GetAsync("/debug/asyncprof");
        Assert.Equal(HttpStatusCode.OK, local.StatusCode);
    }

    [Fact]
    public async Task Ask_FromAnotherAddressThatMiddlewareTakesForLocal_IsRefused()
    {
        await using TestApp app = await TestApp.StartAsync(
            app =>
            {
                app.Use((context, next) =>
                {
                    context.Connection.RemoteIpAddress = IPAddress.Loopback;
                    return next(context);
                });
                app.MapAsyncProf();
            },
            listen: "0.0.0.0");

        foreach (Uri address in OthersOf(app))
        {
            using HttpResponseMessage response = await app.SendAsync(HttpMethod.Get, new Uri(address, "/debug/asyncprof"), ("Host", "localhost"));
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        }
    }

    [Theory]
    [InlineData(0, HttpStatusCode.OK)]
    [InlineData(1, HttpStatusCode.Forbidden)]
    public async Task Ask_AtAPort_IsAnsweredWhereItIsTheOpenOne(int apart, HttpStatusCode expected)
    {
        int port = FreePort();
        await using TestApp app = await TestApp.StartAsync(app => app.MapAsyncProf(configure: options => options.OpenPort = port + apart), listen: "0.0.0.0", port: port);

        foreach (Uri address in OthersOf(app))
        {
            using HttpResponseMessage response = await app.SendAsync(HttpMethod.Get, new Uri(address, "/debug/asyncprof"), ("Host", $"shop.example:{port + apart}"));
            Assert.Equal(expected, response.StatusCode);
        }
    }

    [Theory]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("X-Forwarded-For", "192.0.2.7")]
    [InlineData("X-Forwarded-Host", "localhost")]
    [InlineData("X-Forwarded-Proto", "https")]
    public async Task Ask_ThroughAProxyThatTheAppBelieves_IsRefused(string header, string value)
    {
        var believed = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.All };
        believed.KnownProxies.Clear();
        believed.KnownIPNetworks.Clear();
        await using TestApp app = await TestApp.StartAsync(app =>
        {
            app.UseForwardedHeaders(believed);
            app.MapAsyncProf();
        });

        using HttpResponseMessage response = await app.SendAsync(HttpMethod.Get, "/debug/asyncprof", (header, value));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Theory]
    [InlineData(HttpProtocols.Http1, 1, 1)]
    [InlineData(HttpProtocols.Http2, 2, 0)]
    public async Task Ask_OverAUnixSocketThroughAProxyThatTheAppBelieves_IsRefused(HttpProtocols protocol, int major, int minor)
    {
        using var file = new SocketFile();
        await using TestApp app = await TestApp.StartAsync(
            app =>
            {
                app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor });
                app.MapAsyncProf();
                app.MapGet("/caller", (HttpContext context) => $"{context.Connection.RemoteIpAddress}, by {string.Join(' ', context.Request.Headers.Keys)}");
            },
            builder => builder.WebHost.UseUrls("http://127.0.0.1:0", "http://unix:" + file.Name).ConfigureKestrel(server => server.ConfigureEndpointDefaults(end => end.Protocols = protocol)));
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, ActivityHeadersPropagator = null, ConnectCallback = (_, end) => file.ConnectAsync(end) }) { BaseAddress = new Uri("http://localhost") };
        (client.DefaultRequestVersion, client.DefaultVersionPolicy) = (new Version(major, minor), HttpVersionPolicy.RequestVersionExact);
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "127.0.0.1");

        using HttpResponseMessage response = await client.GetAsync("/debug/asyncprof");

        Assert.Equal("127.0.0.1, by Host", await client.GetStringAsync("/caller")); // all that the app sees: a local caller
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task Ask_WhereAPolicyDecides_IsAnsweredByIt()
    {
        await using TestApp app = await TestApp.StartAsync(
            app =>
            {
                app.UseAuthorization();
                app.MapAsyncProf().RequireAuthorization(policy => policy.RequireAssertion(access => access.Resource is HttpContext { Request.Headers: var headers } && headers["X-Key"] == "let me in"));
            },
            builder => builder.Services.AddAuthentication().Services.AddAuthorization(),
            listen: "0.0.0.0");

        foreach (Uri address in OthersOf(app).Append(app.Client.BaseAddress!))
        {
            using HttpResponseMessage none = await app.SendAsync(HttpMethod.Get, new Uri(address, "/debug/asyncprof"));
            using HttpResponseMessage key = await app.SendAsync(HttpMethod.Get, new Uri(address, "/debug/asyncprof"), ("X-Key", "let me in"));
            Assert.Equal((HttpStatusCode.InternalServerError, HttpStatusCode.OK), (none.StatusCode, key.StatusCode)); // it has no scheme to challenge by
        }
    }

    [Fact]
    public async Task Ask_WhereAPolicyIsSetAndNothingChecksIt_IsRefused()
    {
        await using TestApp app = await TestApp.StartAsync(app => app.MapAsyncProf().RequireAuthorization());

        using HttpResponseMessage response = await app.Client.GetAsync("/debug/asyncprof");

        Assert.False(response.IsSuccessStatusCode);
    }

    [Fact]
    public async Task Ask_FromASiteThatCorsAllows_TellsTheBrowserSo()
    {
        await using TestApp app = await TestApp.StartAsync(
            app =>
            {
                app.UseCors();
                app.MapAsyncProf().RequireCors(policy => policy.WithOrigins("https://ops.example"));
            },
            builder => builder.Services.AddCors());

        using HttpResponseMessage response = await app.SendAsync(HttpMethod.Get, "/debug/asyncprof/status", ("Origin", "https://ops.example"));

        Assert.Equal("https://ops.example", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
    }

    [Fact]
    public async Task Ask_ByAHostThatIsFilteredOut_IsNotFound()
    {
        await using TestApp app = await TestApp.StartAsync(app => app.MapAsyncProf().RequireHost("ops.example"));

        using HttpResponseMessage response = await app.Client.GetAsync("/debug/asyncprof");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Any, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The app at the addresses of this machine that are not its loopback: none where it has no network.</summary>
    private static IEnumerable<Uri> OthersOf(TestApp app) =>
        from network in NetworkInterface.GetAllNetworkInterfaces()
        where network.OperationalStatus == OperationalStatus.Up && network.NetworkInterfaceType != NetworkInterfaceType.Loopback
        from own in network.GetIPProperties().UnicastAddresses
        where own.Address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(own.Address)
        select new Uri($"http://{own.Address}:{app.Port}");
}
