using System.Diagnostics.CodeAnalysis;
using AsyncProf.Hosting;
using AsyncProf.Spans;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the profiler to an app.</summary>
public static class AsyncProfServiceCollectionExtensions
{
    private const DynamicallyAccessedMemberTypes Bound = DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicParameterlessConstructor;

    /// <summary>
    /// Adds the hosted service that profiles the app's async operations, first among the hosted services, so that the server's own operations
    /// are seen from their start. Calling it again only adds to the configuration.
    /// </summary>
    /// <remarks>
    /// The options are those of the configuration section <c>AsyncProf</c>, then what each call sets, in the order of the calls. They hold for the whole
    /// process: what <c>AddAsyncProfInstrumentation</c> sets has no effect beside them.
    /// </remarks>
    /// <param name="services">The app's services.</param>
    /// <param name="configure">Sets options, over those of the configuration section.</param>
    /// <exception cref="OptionsValidationException">What <paramref name="configure"/> set is not valid; the message lists everything.</exception>
    // The binder finds the options' properties while the app runs: of an app that is published trimmed they would be cut out, and what is configured would not be heeded.
    [DynamicDependency(Bound, typeof(AsyncProfOptions))]
    [DynamicDependency(Bound, typeof(SpanOptions))]
    [DynamicDependency(Bound, typeof(SlowRequestOptions))]
    [DynamicDependency(Bound, typeof(KeptProfilesOptions))]
    [DynamicDependency(Bound, typeof(TriggersOptions))]
    [DynamicDependency(Bound, typeof(PushOptions))]
    public static IServiceCollection AddAsyncProf(this IServiceCollection services, Action<AsyncProfOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<AsyncProfOptions>().BindConfiguration("AsyncProf");
        if (configure is not null)
        {
            AsyncProfOptions.Check(configure);
            options.Configure(configure);
        }

        services.TryAddSingleton<AsyncProfOptionsValidator>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AsyncProfOptions>, AsyncProfOptionsValidator>(static provider => provider.GetRequiredService<AsyncProfOptionsValidator>()));
        if (services.All(service => service.ImplementationType != typeof(AsyncProfHostedService)))
        {
            options.ValidateOnStart();
            services.Insert(0, ServiceDescriptor.Singleton<IHostedService, AsyncProfHostedService>());
        }

        return services;
    }
}
