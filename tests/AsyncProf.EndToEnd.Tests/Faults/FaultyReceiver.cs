using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AsyncProf.EndToEnd.Tests.Faults;

/// <summary>A place that spans are sent to and that does not take them as it should.</summary>
public sealed class FaultyReceiver : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Fault _fault;
    private int _connections;

    public FaultyReceiver(Fault fault)
    {
        _fault = fault;
        _listener.Start();
        if (fault == Fault.Absent)
            _listener.Stop(); // the port was free a moment ago, and nobody listens
        else
            _ = AcceptAsync();
    }

    public string Address { get; private set; } = "";

    /// <summary>How often somebody tried.</summary>
    public int Connections => Volatile.Read(ref _connections);

    public static FaultyReceiver Start(Fault fault)
    {
        var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        int free = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        var receiver = new FaultyReceiver(fault);
        int port = fault == Fault.Absent ? free : ((IPEndPoint)receiver._listener.LocalEndpoint).Port;
        receiver.Address = FormattableString.Invariant($"http://127.0.0.1:{port}");
        return receiver;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                _ = ServeAsync(client);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                int read = await stream.ReadAsync(new byte[1024], _stop.Token);
                if (_fault == Fault.ClosesMidBody || read == 0)
                    return;
                if (_fault == Fault.Slow)
                    await Task.Delay(TimeSpan.FromSeconds(60), _stop.Token);
                string status = _fault == Fault.TooManyRequests ? "429 Too Many Requests" : "500 Internal Server Error";
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), _stop.Token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException or ObjectDisposedException)
            {
                // The other side has gone.
            }
        }
    }
}
