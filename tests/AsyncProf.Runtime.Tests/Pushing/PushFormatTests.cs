using System.Text;
using AsyncProf.Hosting;
using AsyncProf.Pushing;
using AsyncProf.Testing.Stores;

namespace AsyncProf.Runtime.Tests.Pushing;

/// <summary>Requests to the byte.</summary>
public class PushFormatTests
{
    private static readonly PushPart Part = new([0x1f, 0x8b, 7], new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), TimeSpan.FromSeconds(15));

    [Fact]
    public void Request_OfThePushInterface_IsOneSeriesOfOneProfile()
    {
        (string head, byte[] body) = Request(Options("http://pyroscope:4040"));

        Assert.Equal(
            "POST /push.v1.PusherService/Push HTTP/1.1\r\nHost: pyroscope:4040\r\nUser-Agent: asyncprof/0.1.0\r\nConnection: close\r\nContent-Type: application/proto\r\n"
            + $"Content-Length: {body.Length}\r\nConnect-Protocol-Version: 1\r\nConnect-Timeout-Ms: 10000\r\n\r\n",
            head);
        byte[] series =
        [
            .. Label("__delta__", "false"), .. Label("__name__", "async"), .. Label("deployment_environment", "prod"), .. Label("pyroscope_spy", "dotnetspy"), .. Label("service_instance_id", "pod-1"),
            .. Label("service_name", "shop"), .. Label("service_version", "1.4"), 0x12, 5, 0x0a, 3, 0x1f, 0x8b, 7,
        ];
        Assert.Equal([0x0a, (byte)(series.Length & 0x7f | 0x80), (byte)(series.Length >> 7), .. series], body);
    }

    [Fact]
    public void Request_OfIngest_NamesTheAppAndItsLabelsInTheQuery()
    {
        PushOptions options = Options("http://pyroscope:4040");
        (options.Api, options.ServiceName, options.Labels["region"]) = (PyroscopeApi.Ingest, "my shop", "a b=c&d#\u00e9");

        (string head, byte[] body) = Request(options);

        Assert.StartsWith(
            "POST /ingest?name=my_shop%7Bdeployment_environment%3Dprod%2Cregion%3Da%20b%3Dc%26d%23%C3%A9%2Cservice_instance_id%3Dpod-1%2Cservice_name%3Dmy%20shop%2Cservice_version%3D1.4%7D"
            + "&from=1767323045&until=1767323060&format=pprof&spyName=dotnetspy HTTP/1.1\r\nHost: pyroscope:4040\r\n",
            head, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Type: application/octet-stream\r\nContent-Length: 3\r\n\r\n", head, StringComparison.Ordinal);
        Assert.Equal(Part.Profile, body);
    }

    [Theory]
    [InlineData("https://profiles.example/", "/push.v1.PusherService/Push", "profiles.example")]
    [InlineData("https://profiles.example:8443/a/b/", "/a/b/push.v1.PusherService/Push", "profiles.example:8443")]
    [InlineData("http://[::1]:4040", "/push.v1.PusherService/Push", "[::1]:4040")]
    [InlineData("http://b\u00fccher.example/\u00fc%0d%0aX: y", "/%C3%BC%0d%0aX:%20y/push.v1.PusherService/Push", "xn--bcher-kva.example")]
    public void Request_ToAnEndpoint_HasItsPathAndHost(string endpoint, string path, string host)
    {
        var request = new StandInRequest(Request(Options(endpoint)).Head.TrimEnd(), []);

        Assert.Equal((path, host), (request.Path, request.Header("Host")));
        Assert.Equal(7, request.Headers.Count);
    }

    [Fact]
    public void Request_WithHeadersAndATenant_SaysThem()
    {
        PushOptions options = Options("http://pyroscope:4040");
        (options.Headers["Authorization"], options.Tenant) = ("Basic dTpw", "team-a");

        var request = new StandInRequest(Request(options).Head.TrimEnd(), []);

        Assert.Equal(("Basic dTpw", "team-a"), (request.Header("Authorization"), request.Header("X-Scope-OrgID")));
    }

    [Fact]
    public void Request_OfIngestWithAVersionOfTheEnvironment_HoldsNoFurtherLabel()
    {
        PushOptions options = Options("http://pyroscope:4040");
        (options.Api, options.ServiceVersion) = (PyroscopeApi.Ingest, null);
        PushSettings settings = options.ToSettings()!;
        settings = settings with { Labels = new NamedValues([new("service_name", "shop"), new("service_version", "1},evil=x")]) };

        var request = new StandInRequest(Split(PushFormat.Of(settings).Request(Part, TimeSpan.FromSeconds(10))).Head.TrimEnd(), []);

        Assert.Equal("shop{service_name=shop,service_version=1__evil=x}", request.Query["name"]);
    }

    private static PushOptions Options(string endpoint) => new() { Endpoint = endpoint, ServiceName = "shop", ServiceVersion = "1.4", DeploymentEnvironment = "prod", Instance = "pod-1" };

    private static byte[] Label(string name, string value) => [0x0a, (byte)(name.Length + value.Length + 4), 0x0a, (byte)name.Length, .. Encoding.UTF8.GetBytes(name), 0x12, (byte)value.Length, .. Encoding.UTF8.GetBytes(value)];

    private static (string Head, byte[] Body) Request(PushOptions options)
    {
        Assert.Empty(options.Validate("Push"));
        return Split(PushFormat.Of(options.ToSettings()!).Request(Part, TimeSpan.FromSeconds(10)));
    }

    private static (string Head, byte[] Body) Split(byte[] request)
    {
        int end = request.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        return (Encoding.ASCII.GetString(request, 0, end), request[end..]);
    }
}
