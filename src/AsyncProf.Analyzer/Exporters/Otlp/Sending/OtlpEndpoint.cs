using AsyncProf.Profiles.Text;

namespace AsyncProf.Exporters.Otlp.Sending;

/// <summary>A receiver of OTLP over HTTP.</summary>
/// <param name="Address">Where spans are posted to.</param>
/// <param name="Headers">What each request says besides, a token for example.</param>
internal sealed record OtlpEndpoint(Uri Address, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    /// <summary>Where spans go to at a receiver whose address has no path.</summary>
    private const string Path = "/v1/traces";

    /// <summary>The port of OTLP over gRPC, which is another protocol.</summary>
    private const int GrpcPort = 4317;

    private static readonly string[] HeaderVariables = ["OTEL_EXPORTER_OTLP_HEADERS", "OTEL_EXPORTER_OTLP_TRACES_HEADERS"];

    /// <summary>Its address as it is shown: without a user's name and password, and without what follows the path.</summary>
    public string Shown => Address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>What may be wrong with it if it does not understand; empty for nothing that is known.</summary>
    public string Hint => Address.Port == GrpcPort ? " Port 4317 is usually that of gRPC; OTLP over HTTP is at 4318." : "";

    /// <summary>Reads an address; null if it is none of HTTP.</summary>
    /// <param name="url">The address.</param>
    /// <param name="variable">The environment, which holds headers as an OpenTelemetry SDK reads them.</param>
    public static OtlpEndpoint? Parse(string url, Func<string, string?> variable)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https") || address.Host.Length == 0)
            return null;
        if (address.AbsolutePath is "/" or "")
            address = new UriBuilder(address) { Path = Path }.Uri;
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach ((string key, string value) in HeaderVariables.SelectMany(name => EnvironmentPairs.ReadPlain(variable(name))))
            headers[key] = value;
        return new OtlpEndpoint(address, [.. headers]);
    }
}
