using System.Reflection;
using AsyncProf.Hosting;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Pushing;

/// <summary>Who pushes, as labels of a series. What options do not say is taken from OpenTelemetry's environment and the program itself.</summary>
internal static class ServiceIdentity
{
    public const string Name = "service_name", Version = "service_version", DeploymentEnvironment = "deployment_environment", Instance = "service_instance_id";

    /// <summary>Labels that a sample may have, which become the series'.</summary>
    public const string Root = "asyncprof_root", RootKind = "asyncprof_root_kind", Status = "asyncprof_status";

    private const int LongestDefault = 200;

    private static readonly string[] Own = [Name, Version, DeploymentEnvironment, Instance, Root, RootKind, Status, "pyroscope_spy", "span_id", "trace_id", "profile_id"];

    /// <summary>Whether a label is ours to set.</summary>
    public static bool IsOwn(string label) => Own.Contains(label, StringComparer.Ordinal);

    /// <summary>The labels of all profiles.</summary>
    /// <param name="options">What is configured.</param>
    /// <param name="variable">The environment.</param>
    public static NamedValues Read(PushOptions options, Func<string, string?> variable)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string key, string value) in EnvironmentPairs.Read(variable("OTEL_RESOURCE_ATTRIBUTES")))
            attributes[key] = value;
        Assembly? entry = Assembly.GetEntryAssembly();
        var labels = new Dictionary<string, string>(options.Labels, StringComparer.Ordinal);
        Set(Name, options.ServiceName, variable("OTEL_SERVICE_NAME"), attributes.GetValueOrDefault("service.name"), entry?.GetName().Name, "unknown_service");
        Set(Version, options.ServiceVersion, attributes.GetValueOrDefault("service.version"), VersionOf(entry));
        Set(
            DeploymentEnvironment, options.DeploymentEnvironment, attributes.GetValueOrDefault("deployment.environment.name"), attributes.GetValueOrDefault("deployment.environment"),
            variable("ASPNETCORE_ENVIRONMENT"), variable("DOTNET_ENVIRONMENT"));
        Set(Instance, options.Instance, attributes.GetValueOrDefault("service.instance.id"), Environment.MachineName);
        return new NamedValues(labels);

        // What the options say was checked; what comes from elsewhere is made to fit.
        void Set(string label, string? configured, params ReadOnlySpan<string?> defaults)
        {
            string? value = string.IsNullOrEmpty(configured) ? null : configured;
            foreach (string? other in defaults)
                value ??= Clip(PlainText.Printable(other ?? "").Trim()) is { Length: > 0 } cleaned ? cleaned : null;
            if (!string.IsNullOrEmpty(value))
                labels[label] = value;
        }
    }

    /// <summary>The version without the commit behind it, which would make a series of every build.</summary>
    private static string? VersionOf(Assembly? entry) =>
        entry?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? entry?.GetName().Version?.ToString(3);

    private static string Clip(string text) => text.Length <= LongestDefault ? text : text[..LongestDefault];
}
