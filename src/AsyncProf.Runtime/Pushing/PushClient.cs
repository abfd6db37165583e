using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Pushing;

/// <summary>
/// Pushes profiles over HTTP, each over a connection of its own. It only blocks: the framework's handlers make their connections on the app's thread pool, where they would be in the way and in the
/// profile, and would tell the app's own instrumentation of a request that is none of its.
/// </summary>
/// <param name="endpoint">The server.</param>
/// <param name="format">What it is told.</param>
/// <param name="time">The clock.</param>
/// <param name="validate">Whom to trust, in tests; null for whom the system trusts.</param>
/// <param name="find">Finds a server's addresses, in tests; null for the system.</param>
internal sealed class PushClient(Uri endpoint, PushFormat format, TimeProvider time, RemoteCertificateValidationCallback? validate = null, Func<string, IPAddress[]>? find = null) : IPushDoor
{
    private readonly AddressLookup _addresses = new(endpoint.IdnHost, find ?? Dns.GetHostAddresses);

    /// <inheritdoc/>
    public PushAnswer Post(PushPart part, TimeSpan patience, CancellationToken stop)
    {
        PushOutcome outcome = PushOutcome.Away; // until the server is asked for something
        CancellationTokenSource? late = null;
        try
        {
            using CancellationTokenSource timeout = late = new CancellationTokenSource(patience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stop);
            IPAddress[] addresses = _addresses.Find(either.Token);
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            using CancellationTokenRegistration end = either.Token.UnsafeRegister(static socket => ((Socket)socket!).Dispose(), socket); // whatever it waits for fails then
            socket.Connect(addresses, endpoint.Port);
            using Stream stream = Open(socket);
            byte[] request = format.Request(part, patience);
            outcome = PushOutcome.Later;
            return Exchange(stream, request);
        }
        catch (Exception) when (late is { IsCancellationRequested: true })
        {
            return new PushAnswer(outcome, FormattableString.Invariant($"it did not answer within {patience.TotalSeconds:0.#} s"));
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            return new PushAnswer(outcome, "it had not answered yet");
        }
        catch (Exception exception)
        {
            // Whatever failed on the way, the profile may get there another time.
            return new PushAnswer(outcome, PlainText.Printable(exception.GetBaseException().Message).TrimEnd('.'));
        }
    }

    private Stream Open(Socket socket)
    {
        var plain = new NetworkStream(socket, ownsSocket: true);
        if (endpoint.Scheme == Uri.UriSchemeHttp)
            return plain;
        var secret = new SslStream(plain);
        secret.AuthenticateAsClient(new SslClientAuthenticationOptions { TargetHost = endpoint.IdnHost, RemoteCertificateValidationCallback = validate });
        return secret;
    }

    private PushAnswer Exchange(Stream stream, byte[] request)
    {
        try
        {
            stream.Write(request);
        }
        catch (IOException)
        {
            // A server that refuses a request may not read it to its end; what it says of it counts.
        }

        return HttpAnswer.Read(stream).ToPushAnswer(format.Api, time.GetUtcNow());
    }
}
