using System.Net;
using System.Net.Sockets;

namespace AsyncProf.Testing.Fleets;

/// <summary>A stand-in behind a port of this machine.</summary>
public sealed class StoreServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly StoreStandIn _store;

    public StoreServer(StoreStandIn store)
    {
        _store = store;
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Address = FormattableString.Invariant($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}");
        }

        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _ = ServeAsync();
    }

    /// <summary>Where it answers.</summary>
    public string Address { get; }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
                await AnswerAsync(await _listener.GetContextAsync());
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // closed
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        Dictionary<string, string> headers = context.Request.Headers.AllKeys.OfType<string>().ToDictionary(key => key, key => context.Request.Headers[key] ?? "", StringComparer.OrdinalIgnoreCase);
        StoreReply reply = _store.Answer(new StoreRequest(context.Request.HttpMethod, context.Request.Url!.AbsolutePath, System.Web.HttpUtility.ParseQueryString(context.Request.Url.Query), context.Request.ContentType ?? "", body.ToArray(), headers));
        (context.Response.StatusCode, context.Response.ContentType, context.Response.ContentLength64) = (reply.Status, reply.ContentType, reply.Body.Length);
        if (reply.Location is not null)
            context.Response.RedirectLocation = reply.Location;
        await context.Response.OutputStream.WriteAsync(reply.Body);
        context.Response.Close();
    }
}
