using AsyncProf.Hosting;
using AsyncProf.Spans;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OpenTelemetry.Trace;

/// <summary>Adds the profiler's spans to a tracer provider.</summary>
public static class AsyncProfTracerProviderBuilderExtensions
{
    /// <summary>
    /// Exports the logical async stacks of each recorded request as spans under the request's own. Works with or without
    /// <c>AddAsyncProf</c>, also where the tracer provider has a container of its own.
    /// </summary>
    /// <param name="builder">The tracer provider's builder.</param>
    /// <param name="configure">Sets options; those of <c>AddAsyncProf</c> win where both are used.</param>
    /// <exception cref="OptionsValidationException">What <paramref name="configure"/> set is not valid; the message lists everything.</exception>
    public static TracerProviderBuilder AddAsyncProfInstrumentation(this TracerProviderBuilder builder, Action<AsyncProfOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddSource(SpanEmitter.SourceName);
        if (configure is not null)
        {
            AsyncProfOptions.Check(configure);
            builder.ConfigureServices(services => services.Configure(configure));
        }

        return builder.AddInstrumentation(provider => Start(provider));
    }

    private static object Start(IServiceProvider provider)
    {
        AsyncProfOptions options = provider.GetService<IOptions<AsyncProfOptions>>()?.Value ?? new AsyncProfOptions();
        options.ThrowIfInvalid();
        return options.Enabled && RuntimeSupport.Missing is null ? AppProfiler.Instance.Open(options, isHost: false) : new object();
    }
}
