using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Shop;

/// <summary>OpenTelemetry, when there is a receiver: <c>OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4317</c>.</summary>
internal static class Tracing
{
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static void AddTracing(this IServiceCollection services, IConfiguration configuration)
    {
        if (string.IsNullOrEmpty(configuration[EndpointVariable]))
            return;
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource
                .AddService(configuration["OTEL_SERVICE_NAME"] ?? "shop")
                .AddAttributes([new("host.name", Environment.MachineName)])) // without a host Jaeger suspects every clock
            .WithTracing(tracing => tracing
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddAsyncProfInstrumentation()
                .AddOtlpExporter());
    }
}
