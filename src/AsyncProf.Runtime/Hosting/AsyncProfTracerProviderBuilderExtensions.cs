using AsyncProf.Hosting;
using AsyncProf.Spans;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OpenTelemetry.Trace;

/// <summary>Adds the profiler's spans to a tracer provider.</summary>
public static class AsyncProfTracerProviderBuilderExtensions
{
    /// <summary>Apart from those of <c>AddAsyncProf</c>, which is often called in the same container: the order of the two calls must not decide.</summary>
    private const string OwnOptions = "AddAsyncProfInstrumentation";

    /// <summary>
    /// Exports the logical async stacks of each recorded request as spans under the request's own. Works with or without
    /// <c>AddAsyncProf</c>, also where the tracer provider has a container of its own.
    /// </summary>
    /// <param name="builder">The tracer provider's builder.</param>
    /// <remarks>
    /// There is one profiler in a process, and one set of options for it. If the app calls <c>AddAsyncProf</c>, its options hold and those given here have
    /// no effect, in whatever order the two are called and whether or not the tracer provider shares the app's container; a provider built before the
    /// hosted service starts works with its own until then. Without <c>AddAsyncProf</c>, the options given here hold, and configuration is not read;
    /// of several tracer providers the first one's hold.
    /// </remarks>
    /// <param name="configure">Sets options, which hold only without <c>AddAsyncProf</c>.</param>
    /// <exception cref="OptionsValidationException">What <paramref name="configure"/> set is not valid; the message lists everything.</exception>
    public static TracerProviderBuilder AddAsyncProfInstrumentation(this TracerProviderBuilder builder, Action<AsyncProfOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddSource(SpanEmitter.SourceName);
        if (configure is not null)
        {
            AsyncProfOptions.Check(configure);
            builder.ConfigureServices(services => services.Configure(OwnOptions, configure));
        }

        return builder.AddInstrumentation(provider => Start(provider));
    }

    private static object Start(IServiceProvider provider)
    {
        if (provider.GetService<IConfiguration>() is { } configuration)
            SdkQueueSettings.Take(configuration);
        bool isHosted = provider.GetService<AsyncProfOptionsValidator>() is not null; // by AddAsyncProf, in the same container
        AsyncProfOptions options = provider.GetService<IOptionsMonitor<AsyncProfOptions>>()?.Get(isHosted ? Options.DefaultName : OwnOptions) ?? new AsyncProfOptions();
        options.ThrowIfInvalid();
        return options.WhyOff() is null && RuntimeSupport.Missing is null ? AppProfiler.Instance.Open(options, isHost: false) : new object();
    }
}
