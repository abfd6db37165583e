using System.Buffers;
using System.Text;
using AsyncProf.Hosting;

namespace AsyncProf.Pushing;

/// <summary>What options of pushing may be. Nothing that is configured can become another header or another label than it says. Values of headers are secrets: no message quotes one.</summary>
/// <param name="section">What the options are called in messages.</param>
internal sealed class PushRules(string section)
{
    public const string TenantHeader = "X-Scope-OrgID";

    private const int MostLabels = 20, MostHeaders = 32, LongestLabelName = 128, LongestHeader = 8192;

    /// <summary>How long a tenant's name may be, and of which letters: <see href="https://github.com/grafana/dskit/blob/main/tenant/tenant.go"/>.</summary>
    private const int LongestTenant = 150;

    private const string Digits = "0123456789", Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly SearchValues<char> TenantLetters = SearchValues.Create(Letters + Digits + "!_.*'()-");

    private static readonly SearchValues<char> LabelLetters = SearchValues.Create(Letters + Digits + "_");

    /// <summary>The letters of a token of RFC 9110.</summary>
    private static readonly SearchValues<char> HeaderLetters = SearchValues.Create(Letters + Digits + "!#$%&'*+-.^_`|~");

    /// <summary>Headers that say how a request is to be read, or that have an option of their own.</summary>
    private static readonly HashSet<string> OwnHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "User-Agent", "Connection", "Content-Length", "Content-Type", "Content-Encoding", "Transfer-Encoding", "Trailer", "TE", "Upgrade", "Expect", "Keep-Alive", "Accept-Encoding", TenantHeader,
    };

    /// <summary>All that is wrong.</summary>
    public IEnumerable<string> Check(PushOptions options)
    {
        if (!Uri.TryCreate(options.Endpoint, UriKind.Absolute, out Uri? endpoint) || endpoint.Scheme is not ("http" or "https") || endpoint.Host.Length == 0)
            yield return $"{section}.Endpoint must be the address of a server, as http://pyroscope:4040 is.";
        else if (endpoint.UserInfo.Length > 0)
            yield return $"{section}.Endpoint must hold no user and no password: set {section}.Headers:Authorization.";
        else if (endpoint.Query.Length > 0 || endpoint.Fragment.Length > 0)
            yield return $"{section}.Endpoint must end with its path, and hold no question mark and no number sign.";
        if (!Enum.IsDefined(options.Api))
            yield return FormattableString.Invariant($"{section}.Api must be Push or Ingest; it is {(int)options.Api}.");
        if (options.Interval < TimeSpan.FromSeconds(1) || options.Interval > TimeSpan.FromMinutes(30))
            yield return $"{section}.Interval must be 1 second to 30 minutes; it is {options.Interval:c}.";
        if (options.Timeout < TimeSpan.FromSeconds(1) || options.Timeout > TimeSpan.FromMinutes(1))
            yield return $"{section}.Timeout must be 1 second to 1 minute; it is {options.Timeout:c}.";
        if ((options.SampleLabels & ~(PushedLabels.Root | PushedLabels.RootKind | PushedLabels.Status | PushedLabels.Trace)) != 0)
            yield return FormattableString.Invariant($"{section}.SampleLabels must be None, or of Root, RootKind, Status and Trace those that are wanted; it is {(int)options.SampleLabels}.");
        if (options.MaximumSeries is < 1 or > 10_000)
            yield return FormattableString.Invariant($"{section}.MaximumSeries must be 1 to 10000; it is {options.MaximumSeries}.");
        if (options.MaximumQueueBytes is < 1L << 16 or > 1L << 30)
            yield return FormattableString.Invariant($"{section}.MaximumQueueBytes must be 64 KiB to 1 GiB; it is {options.MaximumQueueBytes}.");
        if (!string.IsNullOrEmpty(options.Tenant) && (options.Tenant is "." or ".." || options.Tenant.Length > LongestTenant || options.Tenant.AsSpan().ContainsAnyExcept(TenantLetters)))
            yield return $"{section}.Tenant must be at most {LongestTenant} letters, digits and !_.*'()-; it is {options.Tenant}.";
        foreach (string wrong in CheckLabels(options).Concat(CheckHeaders(options)))
            yield return wrong;
    }

    private IEnumerable<string> CheckLabels(PushOptions options)
    {
        if (options.Labels.Count > MostLabels)
            yield return FormattableString.Invariant($"{section}.Labels must be at most {MostLabels}; they are {options.Labels.Count}.");
        foreach ((string name, string value) in options.Labels)
        {
            if (name.Length is 0 or > LongestLabelName || name.AsSpan().ContainsAnyExcept(LabelLetters) || char.IsAsciiDigit(name[0]) || name.StartsWith("__", StringComparison.Ordinal))
                yield return $"{section}.Labels:{name} must have a name of letters, digits and underscores that does not begin with a digit or two underscores.";
            else if (ServiceIdentity.IsOwn(name))
                yield return $"{section}.Labels:{name} is set by AsyncProf itself; for a service's name, version, environment and instance there are options.";
            else if (WrongIn(value, options.Api) is { } wrong)
                yield return $"{section}.Labels:{name} {wrong}";
        }

        foreach ((string name, string? value) in ((string, string?)[])[("ServiceName", options.ServiceName), ("ServiceVersion", options.ServiceVersion), ("DeploymentEnvironment", options.DeploymentEnvironment), ("Instance", options.Instance)])
        {
            if (!string.IsNullOrEmpty(value) && WrongIn(value, options.Api) is { } wrong)
                yield return $"{section}.{name} {wrong}";
        }
    }

    /// <summary>What is wrong with a label's value; null for nothing.</summary>
    private static string? WrongIn(string? value, PyroscopeApi api)
    {
        if (string.IsNullOrEmpty(value) || Encoding.UTF8.GetByteCount(value) > StoreLimits.LabelBytes)
            return FormattableString.Invariant($"must be 1 to {StoreLimits.LabelBytes} bytes long.");
        if (value.Any(char.IsControl))
            return "must hold no control characters.";
        return api == PyroscopeApi.Ingest && value.AsSpan().ContainsAny(',', '}') ? "must hold no comma and no closing brace where Api is Ingest, which has no signs for them." : null;
    }

    private IEnumerable<string> CheckHeaders(PushOptions options)
    {
        if (options.Headers.Count > MostHeaders)
            yield return FormattableString.Invariant($"{section}.Headers must be at most {MostHeaders}; they are {options.Headers.Count}.");
        foreach ((string name, string value) in options.Headers)
        {
            if (name.Length is 0 or > LongestLabelName || name.AsSpan().ContainsAnyExcept(HeaderLetters))
                yield return $"{section}.Headers must have names of letters, digits and -; one has another, which may be a secret and is not told.";
            else if (OwnHeaders.Contains(name) || name.StartsWith("Connect-", StringComparison.OrdinalIgnoreCase))
                yield return $"{section}.Headers:{name} is set by AsyncProf itself; for a tenant there is the option Tenant.";
            else if (value is null || value.Length > LongestHeader || value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
                yield return FormattableString.Invariant($"{section}.Headers:{name} must be at most {LongestHeader} printable ASCII characters.");
        }
    }
}
