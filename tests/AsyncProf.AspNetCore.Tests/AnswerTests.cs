using System.Net;
using AsyncProf.AspNetCore.Tests.Apps;
using AsyncProf.Testing;
using Microsoft.AspNetCore.Builder;

namespace AsyncProf.AspNetCore.Tests;

/// <summary>What all answers say of themselves, and what no request gets out of them. The clock stands still: nothing is recorded to its end.</summary>
public sealed class AnswerTests : IAsyncLifetime
{
    private TestApp _app = null!;

    public async Task InitializeAsync() => _app = await TestApp.StartAsync(app => app.MapAsyncProf(), time: new VirtualTime());

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [InlineData("/debug/asyncprof", HttpStatusCode.OK)]
    [InlineData("/debug/asyncprof/status", HttpStatusCode.OK)]
    [InlineData("/debug/asyncprof/slow", HttpStatusCode.OK)]
    [InlineData("/debug/asyncprof/slow/0af7651916cd43dd8448eb211c80319c", HttpStatusCode.NotFound)]
    [InlineData("/debug/asyncprof/profile?seconds=1e9", HttpStatusCode.BadRequest)]
    [InlineData("/debug/asyncprof/profile?labels=some", HttpStatusCode.BadRequest)]
    [InlineData("/debug/asyncprof/report?seconds=-1", HttpStatusCode.BadRequest)]
    [InlineData("/debug/asyncprof/tree?seconds=NaN", HttpStatusCode.BadRequest)]
    [InlineData("/debug/pprof/asyncprof?seconds=99999999", HttpStatusCode.BadRequest)]
    public async Task Get_OfAnything_MayNotBeKeptGuessedAtOrFramed(string path, HttpStatusCode status)
    {
        using HttpResponseMessage response = await _app.Client.GetAsync(path);

        Assert.Equal(status, response.StatusCode);
        AssertGuarded(response);
    }

    [Theory]
    [InlineData("/debug/asyncprof", "text/html; charset=utf-8")]
    [InlineData("/debug/asyncprof/profile", "application/octet-stream")]
    [InlineData("/debug/asyncprof/report?seconds=60", "text/html; charset=utf-8")]
    [InlineData("/debug/asyncprof/tree", "text/plain; charset=utf-8")]
    [InlineData("/debug/asyncprof/status", "application/json; charset=utf-8")]
    [InlineData("/debug/pprof/asyncprof", "application/octet-stream")]
    [InlineData("/debug/pprof/asyncprof?labels=none", "application/octet-stream")]
    public async Task Head_OfAnything_IsTheSameWithoutBodyAndRecordsNothing(string path, string type)
    {
        using HttpResponseMessage response = await _app.SendAsync(HttpMethod.Head, path);

        Assert.Equal((HttpStatusCode.OK, type), (response.StatusCode, response.Content.Headers.ContentType?.ToString()));
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        AssertGuarded(response);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("TRACE")]
    public async Task Ask_ByAnotherMethod_SaysWhichThereAre(string method)
    {
        foreach (string path in (string[])["/debug/asyncprof", "/debug/asyncprof/profile", "/debug/pprof/asyncprof"])
        {
            using HttpResponseMessage response = await _app.SendAsync(new HttpMethod(method), path);

            Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
            Assert.Equal(["GET", "HEAD"], response.Content.Headers.Allow.Order());
        }
    }

    [Theory]
    [InlineData("/debug/asyncprof/../../../../../etc/passwd")]
    [InlineData("/debug/asyncprof/%2e%2e/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/debug/asyncprof/..%2f..%2f..%2fetc%2fpasswd")]
    [InlineData("/debug/asyncprof/slow/../../../../etc/passwd")]
    [InlineData("/debug/asyncprof/slow/..%2f..%2f..%2fetc%2fpasswd")]
    [InlineData("/debug/asyncprof/slow/%252e%252e%252f%252e%252e%252fetc%252fpasswd")]
    [InlineData("/debug/asyncprof/slow/..%5c..%5c..%5cetc%5cpasswd")]
    [InlineData("/debug/asyncprof/slow/%2fetc%2fpasswd")]
    [InlineData("/debug/asyncprof/slow/%c0%ae%c0%ae%c0%afetc%c0%afpasswd")]
    [InlineData("/debug/asyncprof/slow/passwd%00")]
    [InlineData("/debug/asyncprof/profile/../../../etc/passwd")]
    [InlineData("/debug/pprof/../../etc/passwd")]
    [InlineData("/debug/pprof/asyncprof/%2e%2e%2fetc%2fpasswd")]
    public async Task Get_OfAPathThatLeadsOut_FindsNothing(string target)
    {
        string answer = await RawRequest.GetAsync(_app.Port, target);

        Assert.Matches("^HTTP/1.1 40[04] ", answer);
        Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/debug/asyncprof/profile?seconds=1%0d%0aX-Evil:%201", 400)]
    [InlineData("/debug/asyncprof/report?seconds=%3Cscript%3EX-Evil", 400)]
    [InlineData("/debug/asyncprof/slow/a%0d%0aX-Evil:%201", 404)]
    [InlineData("/debug/asyncprof/slow/%3Cscript%3EX-Evil%3C%2fscript%3E", 404)]
    [InlineData("/debug/asyncprof/%0d%0aX-Evil:%201", 404)]
    [InlineData("/debug/asyncprof?%0d%0aX-Evil:%201=%3Cscript%3EX-Evil", 200)]
    public async Task Get_OfTextThatWouldBeMore_SaysNothingOfIt(string target, int status)
    {
        string answer = await RawRequest.GetAsync(_app.Port, target);

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("X-Evil", answer, StringComparison.OrdinalIgnoreCase);
    }

    private static void AssertGuarded(HttpResponseMessage response)
    {
        Assert.True(response.Headers.CacheControl?.NoStore);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        string policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; ", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal(response.StatusCode >= HttpStatusCode.BadRequest, response.Headers.Contains("X-Go-Pprof"));
    }
}
