using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Shop;

/// <summary>OpenTelemetry, when there is a receiver: <c>OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4317</c>.</summary>
internal static class Tracing
{
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static TracerProvider? Start(IConfiguration configuration)
    {
        if (string.IsNullOrEmpty(configuration[EndpointVariable]))
            return null;
        return Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(resource => resource
                .AddService(configuration["OTEL_SERVICE_NAME"] ?? "shop")
                .AddAttributes([new("host.name", Environment.MachineName)])) // without a host Jaeger suspects every clock
            .AddSource("Microsoft.AspNetCore")
            .AddSource("System.Net.Http")
            .AddAsyncProfInstrumentation(options => configuration.GetSection("AsyncProf").Bind(options))
            .AddOtlpExporter()
            .Build();
    }
}
