using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Threading.Channels;

namespace AsyncProf.Recording;

/// <summary>
/// The port at which runtimes report when they start, and wait until they are told to go on: the process that was launched and, as long as the variable
/// is in their environment, its descendants. Each of them must be answered, or it waits for ever.
/// </summary>
internal sealed class LaunchPort : IAsyncDisposable
{
    /// <summary>The variable of the runtime that names the port.</summary>
    public const string Variable = "DOTNET_DiagnosticPorts";

    private const int AdvertiseLength = 34, CookieLength = 16;

    private readonly DirectoryInfo _directory;
    private readonly Socket _listener;
    private readonly Channel<WaitingRuntime> _arrivals = Channel.CreateUnbounded<WaitingRuntime>();
    private readonly ConcurrentDictionary<Guid, bool> _known = new();
    private readonly Task _accepting;

    private LaunchPort(DirectoryInfo directory, Socket listener)
    {
        (_directory, _listener) = (directory, listener);
        _accepting = AcceptAsync();
    }

    /// <summary>The value of <see cref="Variable"/> for a process to be launched.</summary>
    /// <param name="own">What the user has there already.</param>
    public string ValueAfter(string? own) => (string.IsNullOrEmpty(own) ? "" : own + ";") + SocketPath(_directory) + ",suspend";

    /// <summary>Runtimes that have started and wait, in the order in which they came.</summary>
    public ChannelReader<WaitingRuntime> Arrivals => _arrivals.Reader;

    /// <summary>Processes that have the port in their environment, if that can be told.</summary>
    public IEnumerable<int> Holders() => OperatingSystem.IsLinux() ? ProcFiles.Pids().Where(pid => ProcFiles.HasVariable(pid, Variable, SocketPath(_directory))) : [];

    /// <summary>Opens a port that only this user can reach.</summary>
    public static LaunchPort Open()
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("asyncprof-"); // 0700
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(SocketPath(directory)));
        listener.Listen(64);
        return new LaunchPort(directory, listener);
    }

    /// <summary>Closes the port; runtimes that come now go on by themselves no more, so nobody may have the variable any longer.</summary>
    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting;
        _directory.Delete(recursive: true);
    }

    private static string SocketPath(DirectoryInfo directory) => Path.Combine(directory.FullName, "port");

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = GreetAsync(await _listener.AcceptAsync());
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            _arrivals.Writer.TryComplete();
        }
    }

    /// <summary>A runtime says which it is: a mark, a cookie that is its own, its process id. After each command it comes again, and is known.</summary>
    private async Task GreetAsync(Socket connection)
    {
        byte[] advertise = new byte[AdvertiseLength];
        try
        {
            var stream = new NetworkStream(connection, ownsSocket: true);
            await stream.ReadExactlyAsync(advertise);
            var cookie = new Guid(advertise.AsSpan(8, CookieLength));
            if (!advertise.AsSpan(0, 8).SequenceEqual("ADVR_V1\0"u8) || !_known.TryAdd(cookie, true))
                return; // a known one only waits for more commands; it is left to itself
            _arrivals.Writer.TryWrite(new WaitingRuntime((int)BinaryPrimitives.ReadInt64LittleEndian(advertise.AsSpan(24)), stream));
        }
        catch (Exception exception) when (exception is IOException or EndOfStreamException or ObjectDisposedException)
        {
            // It has ended before it could say so.
        }
    }
}
