using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace AsyncProf.Testing.Stores;

/// <summary>A server of HTTP on loopback that keeps requests as they come. It only blocks, on threads of its own, so that a profile of this process shows nothing of it.</summary>
internal sealed class StandInServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<StandInRequest> _requests = new();
    private readonly Func<StandInRequest, StandInAnswer> _answer;
    private readonly X509Certificate2? _certificate;
    private readonly ManualResetEventSlim _isOver = new();

    /// <summary>Starts to listen.</summary>
    /// <param name="answer">What it answers.</param>
    /// <param name="certificate">Who it is, over TLS; null for plain HTTP.</param>
    public StandInServer(Func<StandInRequest, StandInAnswer> answer, X509Certificate2? certificate = null)
    {
        (_answer, _certificate) = (answer, certificate);
        _listener.Start();
        new Thread(Listen) { IsBackground = true, Name = "stand-in" }.UnsafeStart();
    }

    /// <summary>Where it is.</summary>
    public string Url => string.Create(CultureInfo.InvariantCulture, $"{(_certificate is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>What came, in its order.</summary>
    public IReadOnlyCollection<StandInRequest> Requests => _requests;

    /// <summary>True to answer nothing, until it ends.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Ends it: who connects from now on is refused.</summary>
    public void Dispose()
    {
        _isOver.Set();
        _listener.Dispose();
    }

    private void Listen()
    {
        try
        {
            while (true)
            {
                Socket client = _listener.AcceptSocket();
                new Thread(() => Serve(client)) { IsBackground = true, Name = "stand-in" }.UnsafeStart();
            }
        }
        catch (SocketException)
        {
            // It is over.
        }
        catch (ObjectDisposedException)
        {
        }
        catch (InvalidOperationException)
        {
        }
    }

    private void Serve(Socket client)
    {
        try
        {
            using var socket = new NetworkStream(client, ownsSocket: true);
            using Stream stream = _certificate is null ? socket : Secure(socket, _certificate);
            StandInRequest request = Read(stream);
            _requests.Enqueue(request);
            if (IsSilent)
                _isOver.Wait();
            StandInAnswer answer = _answer(request);
            byte[] body = Encoding.UTF8.GetBytes(answer.Body);
            var head = new StringBuilder();
            head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {answer.Status} Some Reason\r\n");
            foreach (string header in answer.Headers)
                head.Append(header).Append("\r\n");
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\nConnection: close\r\n\r\n");
            stream.Write([.. Encoding.ASCII.GetBytes(head.ToString()), .. body]);
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or AuthenticationException)
        {
            // The client went away.
        }
    }

    private static SslStream Secure(Stream socket, X509Certificate2 certificate)
    {
        var stream = new SslStream(socket);
        stream.AuthenticateAsServer(certificate);
        return stream;
    }

    private static StandInRequest Read(Stream stream)
    {
        var head = new List<byte>();
        while (!head.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
            head.Add(stream.ReadByte() is var next and >= 0 ? (byte)next : throw new EndOfStreamException());
        var request = new StandInRequest(Encoding.ASCII.GetString([.. head.SkipLast(4)]), []);
        byte[] body = new byte[int.Parse(request.Header("Content-Length") ?? "0", NumberStyles.None, CultureInfo.InvariantCulture)];
        stream.ReadExactly(body);
        return request with { Body = body };
    }
}
