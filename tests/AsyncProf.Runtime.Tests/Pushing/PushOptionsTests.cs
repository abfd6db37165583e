using AsyncProf.Hosting;
using AsyncProf.Pushing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AsyncProf.Runtime.Tests.Pushing;

public class PushOptionsTests
{
    [Fact]
    public void Options_Unset_PushNothing()
    {
        Assert.Null(new PushOptions().ToSettings());
        Assert.Null(new PushOptions { Endpoint = "", Interval = TimeSpan.Zero }.ToSettings());
        Assert.Empty(new PushOptions { Interval = TimeSpan.Zero }.Validate("Push")); // of what is off nothing is wrong
    }

    [Fact]
    public void Options_WithSeveralMistakes_NameAllOfThemAtOnce()
    {
        OptionsValidationException exception = Assert.Throws<OptionsValidationException>(() => new ServiceCollection().AddAsyncProf(options =>
        {
            options.Push.Endpoint = "pyroscope:4040";
            options.Push.Api = (PyroscopeApi)7;
            options.Push.Interval = TimeSpan.FromHours(2);
            options.Push.Timeout = TimeSpan.Zero;
            options.Push.SampleLabels = (PushedLabels)64;
            options.Push.MaximumSeries = 0;
            options.Push.MaximumQueueBytes = 1;
            options.Push.Tenant = "a|b";
            options.Push.ServiceName = "shop\n";
            options.Push.Labels["region"] = "";
            options.Push.Headers["Authorization"] = "Bearer x\r\nX-Other: y";
        }));

        Assert.Equal(11, exception.Failures.Count());
        Assert.DoesNotContain("Bearer", exception.Message, StringComparison.Ordinal); // a secret
    }

    [Theory]
    [InlineData("http://shop:secret@pyroscope:4040")]
    [InlineData("http://pyroscope:4040/?x=1")]
    [InlineData("http://pyroscope:4040/#x")]
    [InlineData("ftp://pyroscope")]
    [InlineData("/pyroscope")]
    public void Endpoint_ThatIsNoServer_IsRefused(string endpoint) => Assert.Single(Wrong(options => options.Endpoint = endpoint));

    [Theory]
    [InlineData("a b")]
    [InlineData("a:b")]
    [InlineData("a\r\nb")]
    [InlineData("")]
    [InlineData("Host")]
    [InlineData("user-agent")]
    [InlineData("content-length")]
    [InlineData("Transfer-Encoding")]
    [InlineData("Connect-Protocol-Version")]
    [InlineData("x-scope-orgid")]
    public void Headers_ThatWouldSayAnotherRequest_AreRefused(string name) => Assert.Single(Wrong(options => options.Headers[name] = "x"));

    [Fact]
    public void Headers_WhoseNameIsNone_AreNotTold() => Assert.DoesNotContain("hunter2", Assert.Single(Wrong(options => options.Headers["Authorization: Bearer hunter2"] = "x")), StringComparison.Ordinal);

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\rb")]
    [InlineData("a\0b")]
    [InlineData("ü")]
    public void Headers_WhoseValueIsMoreThanOne_AreRefused(string value) => Assert.Single(Wrong(options => options.Headers["Authorization"] = value));

    [Theory]
    [InlineData("a-b")]
    [InlineData("service.version")]
    [InlineData("1a")]
    [InlineData("__name__")]
    [InlineData("")]
    [InlineData("service_name")]
    [InlineData("asyncprof_root")]
    [InlineData("span_id")]
    [InlineData("a}")]
    [InlineData("a\",b")]
    public void Labels_WhoseNameIsNone_AreRefused(string name) => Assert.Single(Wrong(options => options.Labels[name] = "x"));

    [Fact]
    public void Labels_WithValuesThatIngestHasNoSignsFor_AreRefusedThere()
    {
        Assert.Single(Wrong(options => (options.Api, options.Labels["region"]) = (PyroscopeApi.Ingest, "a,__name__=b")));
        Assert.Single(Wrong(options => (options.Api, options.ServiceVersion) = (PyroscopeApi.Ingest, "1}")));
        Assert.Empty(Wrong(options => options.Labels["region"] = "a,b}"));
    }

    [Fact]
    public void Labels_ThatAreTooMany_AreRefused() => Assert.Single(Wrong(options =>
    {
        for (int i = 0; i < 21; i++)
            options.Labels[$"l{i}"] = "x";
    }));

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("a/b")]
    [InlineData("a\r\nb")]
    public void Tenant_ThatIsNone_IsRefused(string tenant) => Assert.Single(Wrong(options => options.Tenant = tenant));

    [Fact]
    public void Options_OfASection_AreBound()
    {
        AsyncProfOptions options = Bound(
            ("AsyncProf:Push:Endpoint", "https://profiles.example/base"), ("AsyncProf:Push:Interval", "00:00:30"), ("AsyncProf:Push:Api", "Ingest"), ("AsyncProf:Push:SampleLabels", "Root, Status"),
            ("AsyncProf:Push:Labels:region", "north"), ("AsyncProf:Push:Headers:Authorization", "Bearer x"), ("AsyncProf:Push:Tenant", "t1"));

        PushSettings settings = options.Push.ToSettings()!;
        Assert.Equal("profiles.example", settings.Endpoint.Host);
        Assert.Equal(TimeSpan.FromSeconds(30), settings.Interval);
        Assert.Equal(PyroscopeApi.Ingest, settings.Api);
        Assert.Equal(PushedLabels.Root | PushedLabels.Status, settings.SampleLabels);
        Assert.Contains(new("region", "north"), settings.Labels);
        Assert.Equal([new("Authorization", "Bearer x"), new("X-Scope-OrgID", "t1")], settings.Headers);
    }

    [Fact]
    public void Settings_OfEqualOptions_AreEqualSoThatNothingIsBegunAnew()
    {
        static PushSettings Settings(string region) => new PushOptions { Endpoint = "http://a", Labels = { ["region"] = region, ["zone"] = "1" }, Headers = { ["A"] = "b" } }.ToSettings()!;

        Assert.Equal(Settings("north"), Settings("north"));
        Assert.NotEqual(Settings("north"), Settings("south"));
    }

    private static IEnumerable<string> Wrong(Action<PushOptions> set)
    {
        var options = new PushOptions { Endpoint = "http://pyroscope:4040" };
        set(options);
        return options.Validate("AsyncProf.Push");
    }

    private static AsyncProfOptions Bound(params (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value)).Build());
        services.AddAsyncProf();
        return services.BuildServiceProvider().GetRequiredService<IOptions<AsyncProfOptions>>().Value;
    }
}
