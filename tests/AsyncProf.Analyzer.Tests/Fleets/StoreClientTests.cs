using System.Text;
using AsyncProf.Fleets;
using AsyncProf.Testing;
using AsyncProf.Testing.Fleets;

namespace AsyncProf.Analyzer.Tests.Fleets;

/// <summary>A store may be anything: slow, huge, gone, or somebody else's.</summary>
public class StoreClientTests
{
    private const string Secret = "Bearer t0p-secret";

    [Fact]
    public async Task Get_ARedirectToAnotherHost_IsNotFollowed()
    {
        var store = new Scripted(_ => new StoreReply(302, "text/plain", [], "http://elsewhere.example/login"));

        string message = await ErrorOf(store);

        Assert.Contains("http://elsewhere.example, which is not followed", message, StringComparison.Ordinal);
        Assert.Single(store.Requests);
    }

    [Fact]
    public async Task Get_ARedirectOnTheSameHost_IsFollowedAFewTimes()
    {
        var store = new Scripted(request => request.Path == "/there" ? StoreReply.Json("[1]") : new StoreReply(307, "text/plain", [], "/there"));
        var endless = new Scripted(_ => new StoreReply(302, "text/plain", [], "/again"));

        StoreAnswer answer = await FleetCase.ClientOf(store).GetAsync("/here", CancellationToken.None);

        Assert.Equal("[1]", Encoding.UTF8.GetString(answer.Body.Span));
        Assert.Contains("not followed", await ErrorOf(endless), StringComparison.Ordinal);
        Assert.InRange(endless.Requests.Count, 2, 5);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task Get_Refused_AsksForCredentialsAndTellsNone(int status)
    {
        var store = new Scripted(_ => StoreReply.Text(status, Secret));

        string message = await ErrorOf(store, url: "http://store.example/base/");

        Assert.Contains("give its credentials by --header", message, StringComparison.Ordinal);
        Assert.Contains("http://store.example/base refused", message, StringComparison.Ordinal);
        Assert.DoesNotContain("t0p", message, StringComparison.Ordinal);
        Assert.Equal(("/base/x", Secret), (store.Requests[0].Path, store.Requests[0].Headers["Authorization"]));
    }

    [Fact]
    public async Task Get_AnAnswerThatDoesNotEnd_IsGivenUp()
    {
        var store = new Scripted(_ => new StoreReply(200, "application/json", new byte[(1 << 20) + 1]));

        Assert.Contains("more than 1 MiB at once", await ErrorOf(store, new FleetLimits { AnswerBytes = 1 << 20 }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_AStoreThatDoesNotAnswer_IsGivenUp()
    {
        var time = new VirtualTime();
        var client = new StoreClient(new HttpMessageInvoker(new Silent()), StoreAddress.Parse("http://store.example", [])!, new FleetLimits(), time);

        FleetException error = await Assert.ThrowsAsync<FleetException>(() => time.RunAsync(() => client.GetAsync("/", CancellationToken.None)));

        Assert.Contains("did not answer within 30 s", error.Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(30), time.Now);
    }

    [Theory]
    [InlineData(429, null, 1 + 2)]
    [InlineData(503, "0", 1 + 2)]
    [InlineData(503, "20", 20 + 20)]
    [InlineData(503, "Fri, 02 Jan 2026 03:04:35 GMT", 30 + 2)]
    [InlineData(429, "86400", 60 + 60)]
    [InlineData(429, "soon", 1 + 2)]
    public async Task Get_AStoreThatIsBusy_IsAskedAgainWhenItSays(int status, string? after, int seconds)
    {
        var time = new VirtualTime();
        int asked = 0;
        var store = new Scripted(_ => ++asked < 3 ? StoreReply.Text(status, "busy") with { After = after } : StoreReply.Json("[]"));

        StoreAnswer answer = null!;
        await time.RunAsync(async () => answer = await ClientOf(store, time, new FleetLimits()).GetAsync("/", CancellationToken.None));

        Assert.Equal((200, 3, TimeSpan.FromSeconds(seconds)), (answer.Status, store.Requests.Count, time.Now));
    }

    [Fact]
    public async Task Get_AStoreThatStaysBusy_IsGivenUpAndSaysWhatItSaid()
    {
        var time = new VirtualTime();
        var store = new Scripted(_ => StoreReply.Text(429, "too many outstanding requests"));
        StoreClient client = ClientOf(store, time, new FleetLimits());

        StoreAnswer answer = null!;
        await time.RunAsync(async () => answer = await client.GetAsync("/", CancellationToken.None));

        Assert.Equal((5, TimeSpan.FromSeconds(15)), (store.Requests.Count, time.Now));
        Assert.Contains("answered 429: too many outstanding requests", Assert.Throws<FleetException>(() => client.Checked(answer)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_AStoreThatTakesTooLongForAll_IsGivenUp()
    {
        var time = new VirtualTime();
        var store = new Scripted(_ => StoreReply.Text(503, "") with { After = "60" });
        StoreClient client = ClientOf(store, time, new FleetLimits());

        FleetException error = await Assert.ThrowsAsync<FleetException>(() => time.RunAsync(AskAsync));

        Assert.Contains("took more than 10 minutes for all that was asked", error.Message, StringComparison.Ordinal);
        Assert.InRange(time.Now, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));

        async Task AskAsync()
        {
            while (true)
                await client.GetAsync("/", CancellationToken.None);
        }
    }

    [Fact]
    public async Task Get_AnAnswerThatTheTimeForAllDoesNotLast_IsNotWaitedForLonger()
    {
        var time = new VirtualTime();
        var client = new StoreClient(new HttpMessageInvoker(new Silent()), StoreAddress.Parse("http://store.example", [])!, new FleetLimits { Whole = TimeSpan.FromSeconds(12) }, time);

        FleetException error = await Assert.ThrowsAsync<FleetException>(() => time.RunAsync(() => client.GetAsync("/", CancellationToken.None)));

        Assert.Contains("for all that was asked", error.Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(12), time.Now);
    }

    [Fact]
    public async Task Get_MoreOftenThanASideMay_Ends()
    {
        StoreClient client = FleetCase.ClientOf(new Scripted(_ => StoreReply.Json("{}")), new FleetLimits { Questions = 2 });
        await client.GetAsync("/", CancellationToken.None);
        await client.GetAsync("/", CancellationToken.None);

        Assert.Contains("more than 2 times", (await Assert.ThrowsAsync<FleetException>(() => client.GetAsync("/", CancellationToken.None))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://user:s3cret@store.example/base", "no user and no password")]
    [InlineData("https://s3cret@store.example", "no user and no password")]
    [InlineData("http://store.example/base?key=s3cret", "no question mark")]
    [InlineData("http://store.example/#s3cret", "no number sign")]
    public void Address_WithWhatMayBeASecret_IsRefusedAndNotTold(string url, string expected)
    {
        string message = Assert.Throws<FleetException>(() => StoreAddress.Parse(url, [])).Message;

        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains("--header", message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Authorization: Bearer a:b=c", "Authorization", "Bearer a:b=c")]
    [InlineData("x-api-key=k", "x-api-key", "k")]
    [InlineData("X-Scope-OrgID:t", "X-Scope-OrgID", "t")]
    public void Headers_OfEachForm_AreRead(string text, string name, string value) =>
        Assert.Equal([new KeyValuePair<string, string>(name, value)], StoreHeaders.Read([text], null));

    [Theory]
    [InlineData("secret-value")]
    [InlineData(": secret-value")]
    [InlineData("a b: secret-value")]
    [InlineData("a: secret-value\r\nb: c")]
    public void Headers_ThatAreNone_AreToldByTheirPlace(string text)
    {
        string message = Assert.Throws<FleetException>(() => StoreHeaders.Read(["a: b", text], null)).Message;

        Assert.Contains("number 2 is not", message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Headers_OfTheEnvironment_GiveWayToTheCommandLine() =>
        Assert.Equal([new("A", "1"), new("B", "3")], StoreHeaders.Read(["b: 3"], "A: 1\nB: 2\n").Select(header => new KeyValuePair<string, string>(header.Key.ToUpperInvariant(), header.Value)));

    private static StoreClient ClientOf(StoreStandIn store, VirtualTime time, FleetLimits limits) => new(new HttpMessageInvoker(new StoreHandler(store)), StoreAddress.Parse("http://store.example", [])!, limits, time);

    private static async Task<string> ErrorOf(StoreStandIn store, FleetLimits? limits = null, string url = "http://store.example") =>
        (await Assert.ThrowsAnyAsync<FleetException>(() => FleetCase.ClientOf(store, limits, url, new KeyValuePair<string, string>("Authorization", Secret)).GetAsync("/x", CancellationToken.None))).Message;

    private sealed class Scripted(Func<StoreRequest, StoreReply> reply) : StoreStandIn
    {
        protected override StoreReply Reply(StoreRequest request) => reply(request);
    }

    private sealed class Silent : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return new HttpResponseMessage();
        }
    }
}
