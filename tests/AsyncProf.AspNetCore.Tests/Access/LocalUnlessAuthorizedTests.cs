using System.IO.Pipes;
using System.Net;
using System.Net.Sockets;
using AsyncProf.Access;
using AsyncProf.AspNetCore.Tests.Apps;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace AsyncProf.AspNetCore.Tests.Access;

public sealed class LocalUnlessAuthorizedTests
{
    [Theory]
    [InlineData("127.0.0.1", "localhost:5000", true)]
    [InlineData("127.0.0.1", "127.0.0.1:5000", true)]
    [InlineData("::1", "[::1]:5000", true)]
    [InlineData("::ffff:127.0.0.1", "localhost", true)]
    [InlineData("192.0.2.7", "localhost", false)]
    [InlineData("192.0.2.7", "192.0.2.7", false)]
    [InlineData("127.0.0.1", "evil.example", false)] // a name that was made to point here
    [InlineData("127.0.0.1", "localhost.evil.example", false)]
    [InlineData(null, "localhost", false)] // a Unix socket, where proxies call
    public async Task Guard_WithoutAPolicy_LetsInWhoIsOnThisMachine(string? remote, string host, bool isLetIn)
    {
        HttpContext context = From(remote, host);

        Assert.Equal(isLetIn ? 200 : 403, await AskAsync(context));
    }

    [Theory]
    [InlineData("X-Forwarded-For", "192.0.2.7")]
    [InlineData("Forwarded", "for=192.0.2.7")]
    [InlineData("X-Real-IP", "")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData("x-forwarded-prefix", "/shop")]
    [InlineData("X-Original-For", "192.0.2.7:4711")] // what the app's own middleware leaves behind
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task Guard_OfWhoCameFromElsewhereByThisMachine_RefusesIt(string header, string value)
    {
        HttpContext context = From("127.0.0.1", "localhost");
        context.Request.Headers[header] = value;

        Assert.Equal(403, await AskAsync(context));
    }

    [Theory]
    [InlineData("HTTP/1.1", true)]
    [InlineData("HTTP/2", true)]
    [InlineData("HTTP/1.0", false)]
    public async Task Guard_OfTheProtocolOfPlainProxies_RefusesIt(string protocol, bool isLetIn)
    {
        HttpContext context = From("127.0.0.1", "127.0.0.1:5000");
        context.Request.Protocol = protocol;

        Assert.Equal(isLetIn ? 200 : 403, await AskAsync(context));
    }

    [Fact]
    public async Task Guard_OfAUnixSocket_RefusesItWhateverMiddlewareTakesForTheCaller()
    {
        using SocketPair pair = await SocketPair.OfUnixAsync();

        Assert.Equal(403, await AskAsync(Over(pair.Accepted)));
    }

    [Fact]
    public async Task Guard_OfASocketThatIsClosed_RefusesIt()
    {
        using SocketPair pair = await SocketPair.OfLoopbackAsync();
        Assert.Equal(200, await AskAsync(Over(pair.Accepted)));

        pair.Accepted.Dispose();

        Assert.Equal(403, await AskAsync(Over(pair.Accepted)));
    }

    [Fact]
    public async Task Guard_OfANamedPipe_RefusesItWhateverMiddlewareTakesForTheCaller()
    {
        HttpContext context = From("127.0.0.1", "localhost");
        context.Features.Set<IConnectionNamedPipeFeature>(new PipeConnection());

        Assert.Equal(403, await AskAsync(context));
    }

    [Fact]
    public async Task Guard_WhereTheAppDecides_LeavesItToTheApp()
    {
        foreach (object decision in (object[])[new AuthorizeAttribute(), new AllowAnonymousAttribute()])
            Assert.Equal(200, await AskAsync(From("192.0.2.7", "shop.example", decision)));
    }

    [Fact]
    public async Task Guard_OfAPolicyThatRoutingDoesNotInsistOn_CountsItForNone() =>
        Assert.Equal(403, await AskAsync(From("192.0.2.7", "shop.example", new AuthorizationPolicyBuilder().RequireAssertion(_ => true).Build())));

    [Theory]
    [InlineData(8081, 8081, "shop.example:8081", true)]
    [InlineData(8081, 8080, "shop.example:8081", false)] // the connection counts, not what is said
    [InlineData(null, 8081, "shop.example:8081", false)]
    [InlineData(null, 0, "shop.example", false)]
    public async Task Guard_OfAnOpenPort_LetsInWhoReachesIt(int? open, int port, string host, bool isLetIn)
    {
        HttpContext context = From("192.0.2.7", host);
        context.Connection.LocalPort = port;

        Assert.Equal(isLetIn ? 200 : 403, await AskAsync(context, open));
    }

    private static DefaultHttpContext Over(Socket socket)
    {
        DefaultHttpContext context = From("127.0.0.1", "localhost");
        context.Features.Set<IConnectionSocketFeature>(new SocketConnection(socket));
        return context;
    }

    private static DefaultHttpContext From(string? remote, string host, object? decision = null)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = remote is null ? null : IPAddress.Parse(remote);
        context.Request.Host = new HostString(host);
        context.Response.Body = new MemoryStream();
        context.SetEndpoint(new Endpoint(null, decision is null ? EndpointMetadataCollection.Empty : new EndpointMetadataCollection(decision), null));
        return context;
    }

    private static async Task<int> AskAsync(HttpContext context, int? openPort = null)
    {
        await LocalUnlessAuthorized.Guard(_ => Task.CompletedTask, openPort)(context);
        return context.Response.StatusCode;
    }

    private sealed record SocketConnection(Socket Socket) : IConnectionSocketFeature;

    private sealed class PipeConnection : IConnectionNamedPipeFeature
    {
        public NamedPipeServerStream NamedPipe => throw new NotSupportedException();
    }
}
