using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using AsyncProf.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace AsyncProf.Runtime.Tests.Hosting;

public class RegistrationTests
{
    [Fact]
    public void AddAsyncProf_Twice_RegistersOneHostedServiceAndItIsFirst()
    {
        var services = new ServiceCollection();
        services.AddHostedService<Later>();

        services.AddAsyncProf().AddAsyncProf();

        ServiceDescriptor[] hosted = [.. services.Where(service => service.ServiceType == typeof(IHostedService))];
        Assert.Equal(2, hosted.Length);
        Assert.NotEqual(typeof(Later), hosted[0].ImplementationType);
        Assert.Same(hosted[0], services[0]);
    }

    [Fact]
    public void AddAsyncProf_WithSeveralMistakes_NamesAllOfThemAtOnce()
    {
        OptionsValidationException exception = Assert.Throws<OptionsValidationException>(() => new ServiceCollection().AddAsyncProf(options =>
        {
            options.MaximumBufferBytes = 5;
            options.Spans.MaximumPerTrace = 0;
            options.Spans.MaximumPerSecond = -1;
            options.Spans.MinimumWait = TimeSpan.FromSeconds(-1);
            options.SlowRequest.Capacity = -1;
            options.SlowRequest.Threshold = TimeSpan.FromSeconds(-1);
            options.SlowRequest.File = "/no/such/directory/slow.jsonl";
            options.SlowRequest.MaximumFileBytes = 1;
        }));

        Assert.Equal(8, exception.Failures.Count());
        Assert.Contains("AsyncProf.Spans.MaximumPerTrace must be 1 to 10000; it is 0.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddAsyncProfInstrumentation_WithAMistake_SaysSoAtOnce() => Assert.Throws<OptionsValidationException>(
        () => Sdk.CreateTracerProviderBuilder().AddAsyncProfInstrumentation(options => options.Spans.MaximumPerTrace = 0));

    [Fact]
    public void AddAsyncProf_BindsTheSectionAndThenTheCode()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AsyncProf:Spans:MaximumPerTrace"] = "77",
            ["AsyncProf:Spans:MinimumDuration"] = "00:00:00.002",
        }).Build());
        services.AddAsyncProf(options => options.Spans.MaximumPerSecond = 9);

        AsyncProfOptions bound = services.BuildServiceProvider().GetRequiredService<IOptions<AsyncProfOptions>>().Value;

        Assert.Equal(77, bound.Spans.MaximumPerTrace);
        Assert.Equal(TimeSpan.FromMilliseconds(2), bound.Spans.MinimumDuration);
        Assert.Equal(9, bound.Spans.MaximumPerSecond);
    }

    [Fact]
    public void Options_BoundFromABadSection_AreRefused()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AsyncProf:MaximumBufferBytes"] = "1",
        }).Build());
        services.AddAsyncProf();

        Assert.Throws<OptionsValidationException>(() => services.BuildServiceProvider().GetRequiredService<IOptions<AsyncProfOptions>>().Value);
    }

    [Fact]
    public void AddAsyncProf_InATrimmedApp_KeepsEveryClassOfOptions()
    {
        IEnumerable<Type?> kept = typeof(AsyncProfServiceCollectionExtensions).GetMethod(nameof(AsyncProfServiceCollectionExtensions.AddAsyncProf))!
            .GetCustomAttributes<DynamicDependencyAttribute>().Select(attribute => attribute.Type);
        var reached = new HashSet<Type>();
        Reach(typeof(AsyncProfOptions));

        Assert.Contains(typeof(TriggersOptions), reached);
        Assert.Equal(reached.Select(type => type.FullName).Order(StringComparer.Ordinal), kept.Select(type => type?.FullName).Order(StringComparer.Ordinal));

        void Reach(Type type)
        {
            if (!reached.Add(type))
                return;
            foreach (PropertyInfo property in type.GetProperties().Where(property => property.PropertyType.IsClass && property.PropertyType.Assembly == type.Assembly))
                Reach(property.PropertyType);
        }
    }

    private sealed class Later : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
    }
}
