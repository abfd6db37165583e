using AsyncProf.Hosting;
using AsyncProf.Runtime.Tests.Live;
using AsyncProf.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace AsyncProf.Runtime.Tests.Hosting;

/// <summary>Both registrations take options. Which hold must not depend on the order of the calls, nor on whose container the tracer provider has.</summary>
[Collection(LiveCollection.Name)]
public class OptionsPrecedenceTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AddAsyncProf_BesideAddAsyncProfInstrumentationInOneContainer_KeepsItsOptions(bool isFirst)
    {
        AsyncProfOptions? options = null;
        using OpenTelemetrySdk sdk = OpenTelemetrySdk.Create(builder =>
        {
            builder.Services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
            if (isFirst)
                builder.Services.AddAsyncProf(hosted => hosted.Spans.MaximumPerTrace = 11);
            builder.WithTracing(tracing => tracing
                .AddAsyncProfInstrumentation(own => (own.Spans.MaximumPerTrace, own.Spans.MaximumPerSecond) = (22, 22))
                .AddInstrumentation(provider => options = provider.GetRequiredService<IOptions<AsyncProfOptions>>().Value));
            if (!isFirst)
                builder.Services.AddAsyncProf(hosted => hosted.Spans.MaximumPerTrace = 11);
        });

        Assert.NotNull(sdk.TracerProvider); // which is built when it is asked for
        Assert.Equal(11, options!.Spans.MaximumPerTrace);
        Assert.Equal(new AsyncProfOptions().Spans.MaximumPerSecond, options.Spans.MaximumPerSecond);
    }

    [Fact]
    public void AddAsyncProfInstrumentation_ThatIsSwitchedOff_LeavesTheHostedServicesOptionsOn()
    {
        AsyncProfOptions? options = null;
        using OpenTelemetrySdk sdk = OpenTelemetrySdk.Create(builder =>
        {
            builder.Services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
            builder.Services.AddAsyncProf();
            builder.WithTracing(tracing => tracing
                .AddAsyncProfInstrumentation(own => own.Enabled = false)
                .AddInstrumentation(provider => options = provider.GetRequiredService<IOptions<AsyncProfOptions>>().Value));
        });

        Assert.NotNull(sdk.TracerProvider);
        Assert.True(options!.Enabled);
    }

    [Fact]
    public async Task AddAsyncProfInstrumentation_Alone_TakesItsOwnOptions()
    {
        await Eventually.TrueAsync(() => !AsyncProfiler.Status.IsCapturing); // a scope of the test before may end a little later
        using (Sdk.CreateTracerProviderBuilder().AddAsyncProfInstrumentation(own => own.Enabled = false).Build())
            Assert.False(AsyncProfiler.Status.IsCapturing);
        using (Sdk.CreateTracerProviderBuilder().AddAsyncProfInstrumentation(own => own.Spans.MaximumPerTrace = 22).Build())
            Assert.True(AsyncProfiler.Status.IsCapturing);
    }
}
