using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using AsyncProf.Cli.Output;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Cli.Viewing;

/// <summary>
/// Shows files to the browser of this user: on loopback only, below a path that nobody can guess, by no other host name, and not to another site's
/// scripts.
/// </summary>
internal sealed class ViewServer : IDisposable
{
    private readonly HttpListener _listener;
    private readonly IReadOnlyList<ViewedFile> _files;
    private readonly string[] _names;
    private readonly string _token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
    private readonly int _port;

    private ViewServer(HttpListener listener, int port, IReadOnlyList<ViewedFile> files) => (_listener, _port, _files, _names) = (listener, port, files, [.. files.Select(file => file.Name)]);

    /// <summary>Where the first file is.</summary>
    public string Address => $"http://127.0.0.1:{_port}/{_token}/0/";

    /// <summary>Starts to listen.</summary>
    /// <param name="port">The port; 0 for a free one.</param>
    /// <param name="files">What is shown.</param>
    /// <exception cref="UserError">The port is taken.</exception>
    public static ViewServer Start(int port, IReadOnlyList<ViewedFile> files)
    {
        for (int attempt = 0; ; attempt++)
        {
            int tried = port == 0 ? Random.Shared.Next(20_000, 60_000) : port;
            var listener = new HttpListener();
            try
            {
                listener.Prefixes.Add(FormattableString.Invariant($"http://127.0.0.1:{tried}/"));
                listener.Start();
                return new ViewServer(listener, tried, files);
            }
            catch (HttpListenerException exception) when (port != 0 || attempt == 20)
            {
                listener.Close();
                throw new UserError(FormattableString.Invariant($"Port {tried} cannot be used: {exception.Message}. Choose another one with --port."));
            }
            catch (HttpListenerException)
            {
                listener.Close();
            }
        }
    }

    /// <summary>Answers until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using CancellationTokenRegistration stopping = stop.Register(_listener.Stop);
        while (!stop.IsCancellationRequested)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or InvalidOperationException && stop.IsCancellationRequested)
            {
                return;
            }

            try
            {
                Answer(context);
            }
            catch (Exception exception) when (exception is HttpListenerException or IOException or ObjectDisposedException)
            {
                // The browser is gone.
            }
        }
    }

    public void Dispose() => _listener.Close();

    private void Answer(HttpListenerContext context)
    {
        HttpListenerResponse response = context.Response;
        response.Headers["Cache-Control"] = "no-store";
        response.Headers["X-Content-Type-Options"] = "nosniff";
        response.Headers["X-Frame-Options"] = "DENY";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        (int status, string type, byte[] body) = Find(context.Request);
        response.StatusCode = status;
        response.ContentType = type;
        response.Close(body, willBlock: true);
    }

    private (int Status, string Type, byte[] Body) Find(HttpListenerRequest request)
    {
        const string Text = "text/plain; charset=utf-8";
        if (request.UserHostName != FormattableString.Invariant($"127.0.0.1:{_port}"))
            return (403, Text, "This host name is not served."u8.ToArray()); // DNS rebinding: another site's name made to point here
        if (request.HttpMethod != "GET")
            return (405, Text, []);
        string[] parts = (request.Url?.AbsolutePath ?? "").Split('/');
        bool isKnown = parts.Length == 4 && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(parts[1]), Encoding.UTF8.GetBytes(_token));
        if (!isKnown || !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out int file) || file >= _files.Count)
            return (404, Text, []);
        try
        {
            return parts[3] switch
            {
                "" => (200, "text/html; charset=utf-8", _files[file].Read(_names, file).Page),
                "version" => (200, Text, Encoding.UTF8.GetBytes(_files[file].Read(_names, file).Version)),
                _ => (404, Text, []),
            };
        }
        catch (UserError error)
        {
            return (500, Text, Encoding.UTF8.GetBytes(error.Message));
        }
    }
}
