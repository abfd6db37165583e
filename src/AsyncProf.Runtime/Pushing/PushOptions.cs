using AsyncProf.Pushing;

namespace AsyncProf.Hosting;

/// <summary>Whether the hosted service pushes profiles to Pyroscope, and how they are labelled there. Bound from the configuration section <c>AsyncProf:Push</c>.</summary>
public sealed class PushOptions
{
    /// <summary>The server, <c>http://pyroscope:4040</c>; null or empty, the default, pushes nothing.</summary>
    public string? Endpoint { get; set; }

    /// <summary>By which interface. Default <see cref="PyroscopeApi.Push"/>.</summary>
    public PyroscopeApi Api { get; set; }

    /// <summary>How much time one profile covers, 1 second to 30 minutes: the server refuses what is older than an hour. Default 15 seconds.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long one request may take, 1 second to 1 minute. Default 10 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The label <c>service_name</c>. Null or empty, the default: <c>OTEL_SERVICE_NAME</c>, or <c>service.name</c> of <c>OTEL_RESOURCE_ATTRIBUTES</c>, or the entry assembly's name.</summary>
    public string? ServiceName { get; set; }

    /// <summary>The label <c>service_version</c>. Null or empty, the default: <c>service.version</c> of <c>OTEL_RESOURCE_ATTRIBUTES</c>, or the entry assembly's version.</summary>
    public string? ServiceVersion { get; set; }

    /// <summary>
    /// The label <c>deployment_environment</c>. Null or empty, the default: <c>deployment.environment.name</c> or <c>deployment.environment</c> of <c>OTEL_RESOURCE_ATTRIBUTES</c>, or
    /// <c>ASPNETCORE_ENVIRONMENT</c>, or <c>DOTNET_ENVIRONMENT</c>; without any, there is no such label.
    /// </summary>
    public string? DeploymentEnvironment { get; set; }

    /// <summary>The label <c>service_instance_id</c>. Null or empty, the default: <c>service.instance.id</c> of <c>OTEL_RESOURCE_ATTRIBUTES</c>, or the machine's name, which is a pod's.</summary>
    public string? Instance { get; set; }

    /// <summary>More labels of every profile, at most 20. Names are letters, digits and underscores.</summary>
    public IDictionary<string, string> Labels { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What each request says besides: <c>Authorization</c>, for example.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The tenant, sent as <c>X-Scope-OrgID</c>. Null or empty, the default, for a server without tenants.</summary>
    public string? Tenant { get; set; }

    /// <summary>What samples say beside their stack. Default <see cref="PushedLabels.None"/>.</summary>
    public PushedLabels SampleLabels { get; set; }

    /// <summary>Into how many series <see cref="SampleLabels"/> may divide a sample type, 1 to 10,000. Default 100; what comes beyond is in one series, of which all of these labels are <c>other</c>.</summary>
    public int MaximumSeries { get; set; } = 100;

    /// <summary>How much may wait while the server is away, in bytes, compressed: 64 KiB to 1 GiB. Default 16 MiB. When it is full, the oldest is dropped, and counted.</summary>
    public long MaximumQueueBytes { get; set; } = 16L << 20;

    /// <summary>The values now; null where nothing is pushed.</summary>
    internal PushSettings? ToSettings() => string.IsNullOrEmpty(Endpoint)
        ? null
        : new(new Uri(Endpoint), Api, Interval, Timeout, ServiceIdentity.Read(this, System.Environment.GetEnvironmentVariable), HeadersOf(), SampleLabels, MaximumSeries, MaximumQueueBytes);

    internal IEnumerable<string> Validate(string section) => string.IsNullOrEmpty(Endpoint) ? [] : new PushRules(section).Check(this);

    private NamedValues HeadersOf() => new(string.IsNullOrEmpty(Tenant) ? Headers : Headers.Append(new(PushRules.TenantHeader, Tenant)));
}
