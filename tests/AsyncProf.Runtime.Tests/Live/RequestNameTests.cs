using System.Collections.Concurrent;
using System.Diagnostics;
using AsyncProf.Endpoints;
using AsyncProf.Events;
using AsyncProf.Profiles;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace AsyncProf.Runtime.Tests.Live;

/// <summary>What requests are called, for each kind of endpoint, in an app that names none itself.</summary>
[Collection(LiveCollection.Name)]
public class RequestNameTests
{
    private const string Route = "http.route";

    [Fact]
    public async Task WithLogging_EachKindOfEndpoint_IsNamedByMethodAndRoute() =>
        Assert.Equal(Sorted([.. Calls.Names, Calls.OwnName]), NamesIn(await ServeAsync(Logging)));

    [Fact]
    public async Task WithoutLoggingOrTracing_EachKindOfEndpoint_IsNamedByMethodAndRoute()
    {
        string[] names = NamesIn(await ServeAsync(static _ => { }));

        Assert.Equal(Sorted([.. Calls.Names, "GET /named"]), names.Except(["child"])); // an activity of its own where it has no parent
    }

    [Fact]
    public async Task WithLogging_CountsAllRequestsOfOneNameTogether()
    {
        AsyncProfile profile = await ServeAsync(Logging);

        Assert.Equal(2, Assert.Single(profile.Roots, root => root.Name == "GET /orders/{id:int}").Count);
        Assert.Equal(4, Assert.Single(profile.Roots, root => root.Name == "GET (unmatched)").Count);
    }

    [Fact]
    public async Task WithTracing_SpansOfRequests_GetNameAndRoute()
    {
        var spans = new Keep();
        using TracerProvider tracing = Sdk.CreateTracerProviderBuilder().AddSource("Microsoft.AspNetCore").AddProcessor(spans).Build();

        string[] names = NamesIn(await ServeAsync(static _ => { }));

        Activity[] requests = [.. spans.All];
        Assert.Equal(names, Sorted(requests.Select(span => span.DisplayName)));
        Assert.Equal(Sorted([.. Calls.Names, Calls.OwnName]), names);
        Assert.All(requests, span => Assert.Equal(RouteOf(span.DisplayName), span.GetTagItem(Route)));
    }

    [Fact]
    public async Task WithAnInstrumentationLibrary_ItsNamesWin()
    {
        var spans = new Keep();
        using TracerProvider tracing = Sdk.CreateTracerProviderBuilder().AddAspNetCoreInstrumentation().AddProcessor(spans).Build();

        string[] names = NamesIn(await ServeAsync(static _ => { }));

        string[] routed = Sorted(spans.All.Where(span => span.GetTagItem(Route) is not null).Select(span => span.DisplayName));
        Assert.Contains("GET api/Products/{id:int}", routed); // without the slash, as the library has it
        Assert.Empty(routed.Except(names));
        Assert.Contains("GET /branch/{}", names); // of requests without an endpoint the library says no more than GET, and so say their spans
        Assert.DoesNotContain("GET", names);
        Activity[] rest = [.. spans.All.Where(span => span.DisplayName == "GET")];
        Assert.NotEmpty(rest);
        Assert.All(rest, span => Assert.Null(span.GetTagItem(Route)));
    }

    [Fact]
    public async Task WithTracing_AndTheOptionOff_SpansAreLeftAlone()
    {
        var spans = new Keep();
        using TracerProvider tracing = Sdk.CreateTracerProviderBuilder().AddSource("Microsoft.AspNetCore").AddProcessor(spans).Build();

        AsyncProfile profile = await ServeAsync(static builder => builder.Configuration["AsyncProf:Spans:NameRequests"] = "false");

        Assert.Equal(Sorted([.. Calls.Names, Calls.OwnName]), NamesIn(profile));
        Assert.All(spans.All, span => Assert.Contains(span.DisplayName, (string[])[span.OperationName, Calls.OwnName]));
        Assert.All(spans.All, span => Assert.Null(span.GetTagItem(Route)));
    }

    [Fact]
    public async Task WithLoggingAlone_ActivitiesAreLeftAlone()
    {
        var seen = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener { ShouldListenTo = static source => source.Name.Length == 0, ActivityStopped = seen.Enqueue };
        ActivitySource.AddActivityListener(listener);

        await ServeAsync(Logging);

        Assert.Contains(seen, activity => activity.OperationName.EndsWith("HttpRequestIn", StringComparison.Ordinal));
        Assert.All(seen, activity => Assert.Contains(activity.DisplayName, (string[])[activity.OperationName, Calls.OwnName]));
        Assert.All(seen, activity => Assert.Null(activity.GetTagItem(Route)));
    }

    [Fact]
    public async Task WithoutLoggingOrTracing_TheServerMakesNoActivities()
    {
        var seen = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener { ShouldListenTo = static _ => true, ActivityStarted = seen.Enqueue };
        ActivitySource.AddActivityListener(listener);

        await ServeAsync(static _ => { });

        Assert.DoesNotContain(seen, activity => activity.OperationName.EndsWith("HttpRequestIn", StringComparison.Ordinal));
    }

    private static void Logging(WebApplicationBuilder builder) => builder.Logging.AddFilter(_ => true).AddProvider(new SilentLoggerProvider());

    private static async Task<AsyncProfile> ServeAsync(Action<WebApplicationBuilder> configure)
    {
        await using EndpointApp app = await EndpointApp.StartAsync(builder =>
        {
            configure(builder);
            builder.Services.AddAsyncProf();
        });
        await using ProfilerScope scope = AsyncProfiler.Start(new ProfilerScopeOptions { ProcessWide = true });
        await Calls.AskAllAsync(app);
        await Task.Delay(200); // the last answer is there before its request has ended
        AsyncProfile profile = await scope.StopAsync();
        Assert.Equal(0, AsyncProfiler.Status.Faults);
        return profile;
    }

    private static string[] NamesIn(AsyncProfile profile) => Sorted(profile.Roots.Where(root => root.Kind == RootKind.Request).Select(root => root.Name));

    private static string[] Sorted(IEnumerable<string> names) => [.. names.Distinct().Order(StringComparer.Ordinal)];

    private static string? RouteOf(string name) => name switch
    {
        Calls.OwnName => "/named",
        "GET /site.css" or "GET /branch/{}" => null, // served without an endpoint
        _ => name.Split(' ')[1] is var path && path.StartsWith('/') ? path : null,
    };

    private sealed class Keep : BaseProcessor<Activity>
    {
        public ConcurrentQueue<Activity> All { get; } = new();

        public override void OnEnd(Activity data) => All.Enqueue(data);
    }
}
