using AsyncProf.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the profiler to an app.</summary>
public static class AsyncProfServiceCollectionExtensions
{
    /// <summary>
    /// Adds the hosted service that profiles the app's async operations, first among the hosted services, so that the server's own operations
    /// are seen from their start. Calling it again only adds to the configuration.
    /// </summary>
    /// <param name="services">The app's services.</param>
    /// <param name="configure">Sets options; runs after the configuration section <c>AsyncProf</c> has been bound.</param>
    /// <exception cref="OptionsValidationException">What <paramref name="configure"/> set is not valid; the message lists everything.</exception>
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
