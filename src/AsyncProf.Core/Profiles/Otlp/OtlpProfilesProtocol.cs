namespace AsyncProf.Profiles.Otlp;

/// <summary>
/// What a sender of OTLP profiles has to know. The signal is in development: its format may change in ways that nobody can read, and its version is told beside each message.
/// <see href="https://github.com/open-telemetry/opentelemetry-proto/blob/main/docs/specification.md"/>
/// </summary>
internal static class OtlpProfilesProtocol
{
    /// <summary>The package of the messages.</summary>
    public const string Package = "opentelemetry.proto.profiles.v1development";

    /// <summary>The release of opentelemetry-proto that is written.</summary>
    public const string ProtoVersion = "1.11.0";

    /// <summary>The header that tells the version; metadata of gRPC has it in small letters.</summary>
    public const string VersionHeader = "OTLP-Profiles-Development-Version";

    /// <summary>The version of today's format, and what no header means. A receiver refuses any other than its own.</summary>
    public const string Version = "1";

    /// <summary>The path of a receiver over HTTP.</summary>
    public const string HttpPath = "/v1development/profiles";

    /// <summary>The content type: an <c>ExportProfilesServiceRequest</c> is a <c>ProfilesData</c>, byte for byte.</summary>
    public const string ContentType = "application/x-protobuf";
}
