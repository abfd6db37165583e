using System.Net;
using AsyncProf.Access;
using Microsoft.AspNetCore.Authorization;
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
    [InlineData(null, "localhost", false)]
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
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task Guard_OfWhoCameFromElsewhereByThisMachine_RefusesIt(string header, string value)
    {
        HttpContext context = From("127.0.0.1", "localhost");
        context.Request.Headers[header] = value;

        Assert.Equal(403, await AskAsync(context));
    }

    [Fact]
    public async Task Guard_WhereTheAppDecides_LeavesItToTheApp()
    {
        foreach (object decision in (object[])[new AuthorizeAttribute(), new AllowAnonymousAttribute(), new AuthorizationPolicyBuilder().RequireAssertion(_ => true).Build()])
        {
            HttpContext context = From("192.0.2.7", "shop.example");
            context.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(decision), null));

            Assert.Equal(200, await AskAsync(context));
        }
    }

    private static DefaultHttpContext From(string? remote, string host)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = remote is null ? null : IPAddress.Parse(remote);
        context.Request.Host = new HostString(host);
        context.Response.Body = new MemoryStream();
        return context;
    }

    private static async Task<int> AskAsync(HttpContext context)
    {
        await LocalUnlessAuthorized.Guard(_ => Task.CompletedTask)(context);
        return context.Response.StatusCode;
    }
}
