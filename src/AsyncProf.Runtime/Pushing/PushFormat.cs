using System.Globalization;
using System.Text;
using AsyncProf.Hosting;
using AsyncProf.Profiles.Pprof;

namespace AsyncProf.Pushing;

/// <summary>
/// Profiles as requests, to the byte: <see href="https://grafana.com/docs/pyroscope/latest/reference-server-api/"/>. One profile each, for a server that refuses one of several has stored the others, and would
/// get them twice.
/// </summary>
internal sealed class PushFormat
{
    /// <summary>What a request by Push is, and what answers it.</summary>
    public const string PushType = "application/proto";

    private const string PushPath = "/push.v1.PusherService/Push", IngestPath = "/ingest";

    /// <summary>What Pyroscope calls a profiler of .NET: it tells the language by it.</summary>
    private const string Spy = "dotnetspy";

    private readonly string _path;
    private readonly string _headers;
    private readonly NamedValues _labels;
    private readonly bool _isIngest;

    private PushFormat(PushSettings settings)
    {
        _isIngest = settings.Api == PyroscopeApi.Ingest;
        _path = settings.Endpoint.AbsolutePath.TrimEnd('/') + (_isIngest ? IngestPath : PushPath);
        _labels = _isIngest ? settings.Labels : new NamedValues([.. settings.Labels, new("__name__", "async"), new("__delta__", "false"), new("pyroscope_spy", Spy)]);
        var headers = new StringBuilder();
        headers.Append("Host: ").Append(HostOf(settings.Endpoint)).Append("\r\nUser-Agent: asyncprof/").Append(typeof(PushFormat).Assembly.GetName().Version?.ToString(3)).Append("\r\nConnection: close\r\n");
        foreach ((string name, string value) in settings.Headers)
            headers.Append(name).Append(": ").Append(value).Append("\r\n");
        _headers = headers.ToString();
    }

    /// <summary>By which interface they go.</summary>
    public PyroscopeApi Api => _isIngest ? PyroscopeApi.Ingest : PyroscopeApi.Push;

    public static PushFormat Of(PushSettings settings) => new(settings);

    /// <summary>The whole request.</summary>
    /// <param name="part">The profile.</param>
    /// <param name="patience">How long it may take, which the server is told where it can be.</param>
    public byte[] Request(PushPart part, TimeSpan patience)
    {
        byte[] body = _isIngest ? part.Profile : Message(part);
        var head = new StringBuilder();
        head.Append("POST ").Append(_path).Append(_isIngest ? Query(part) : "").Append(" HTTP/1.1\r\n").Append(_headers);
        head.Append(CultureInfo.InvariantCulture, $"Content-Type: {(_isIngest ? "application/octet-stream" : PushType)}\r\nContent-Length: {body.Length}\r\n");
        if (!_isIngest)
            head.Append(CultureInfo.InvariantCulture, $"Connect-Protocol-Version: 1\r\nConnect-Timeout-Ms: {Math.Max(1, (long)patience.TotalMilliseconds)}\r\n");
        head.Append("\r\n");
        return [.. Encoding.ASCII.GetBytes(head.ToString()), .. body];
    }

    /// <summary>A <c>push.v1.PushRequest</c> of one series.</summary>
    private byte[] Message(PushPart part)
    {
        var (series, inner, request) = (new ProtoWriter(), new ProtoWriter(), new ProtoWriter());
        foreach ((string name, string value) in _labels)
        {
            inner.Clear();
            inner.Text(1, name);
            inner.Text(2, value);
            series.Message(1, inner);
        }

        inner.Clear();
        inner.Bytes(1, part.Profile);
        series.Message(2, inner);
        request.Message(1, series);
        return request.Written.ToArray();
    }

    private string Query(PushPart part)
    {
        var name = new StringBuilder();
        foreach (char letter in _labels.First(label => label.Key == ServiceIdentity.Name).Value)
            name.Append(char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or '/' or '-' ? letter : '_');
        name.Append('{').AppendJoin(',', _labels.Select(label => $"{label.Key}={label.Value.Replace(',', '_').Replace('}', '_')}")).Append('}');
        long from = Seconds(part.StartUtc);
        return string.Create(CultureInfo.InvariantCulture, $"?name={Uri.EscapeDataString(name.ToString())}&from={from}&until={Math.Max(from, Seconds(part.StartUtc + part.Duration))}&format=pprof&spyName={Spy}");
    }

    private static long Seconds(DateTime utc) => (utc - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond;

    private static string HostOf(Uri endpoint)
    {
        string host = endpoint.HostNameType == UriHostNameType.IPv6 ? $"[{endpoint.IdnHost}]" : endpoint.IdnHost;
        return endpoint.IsDefaultPort ? host : string.Create(CultureInfo.InvariantCulture, $"{host}:{endpoint.Port}");
    }
}
