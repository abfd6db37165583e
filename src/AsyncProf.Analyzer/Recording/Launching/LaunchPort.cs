using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using AsyncProf.Files;
using AsyncProf.Recording.Processes;
using AsyncProf.Recording.Runtimes;

namespace AsyncProf.Recording.Launching;

/// <summary>
/// The port to which runtimes connect when they start, and wait to be resumed: the process that was launched and, as long as the variable
/// is in their environment, its descendants. Each of them must be answered, or it waits for ever.
/// </summary>
internal sealed class LaunchPort : IAsyncDisposable
{
    /// <summary>The variable of the runtime that names the port.</summary>
    public const string Variable = SuspendedStart.Ports;

    private const string FileName = "port";
    private const int AdvertiseLength = 34, CookieLength = 16;

    /// <summary>What the kernel takes as the path of a socket, in bytes, and what is added to the temporary directory's.</summary>
    private const int LongestPath = 107, Added = RunFolder.LongestName + 6;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, Reachable = OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private const UnixFileMode OpenToAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50), Patience = TimeSpan.FromSeconds(5);

    private readonly RunFolder? _folder;
    private readonly Socket _listener;
    private readonly Channel<WaitingRuntime> _arrivals = Channel.CreateUnbounded<WaitingRuntime>();
    private readonly ConcurrentDictionary<Guid, bool> _known = new();
    private readonly Task _accepting;
    private volatile bool _isClosed;

    private LaunchPort(string path, RunFolder? folder)
    {
        (Path, _folder) = (path, folder);
        _listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess)
            File.SetUnixFileMode(path, OpenToAll);
        _listener.Listen(64);
        _accepting = AcceptAsync();
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>The value of <see cref="Variable"/> for a process to be launched.</summary>
    /// <param name="own">What the user has there already.</param>
    public string ValueAfter(string? own) => (string.IsNullOrEmpty(own) ? "" : own + ";") + Path + ",suspend";

    /// <summary>Runtimes that have started and wait, in the order in which they came.</summary>
    public ChannelReader<WaitingRuntime> Arrivals => _arrivals.Reader;

    /// <summary>Runtimes that have the port in their environment and no file of that name in their file system: they wait for ever.</summary>
    public IEnumerable<int> Lost() => Holders().Where(pid => ProcFiles.HasRuntime(pid) && !ProcFiles.Sees(pid, Path));

    /// <summary>Processes that have the port in their environment, if that can be told.</summary>
    public IEnumerable<int> Holders() => OperatingSystem.IsLinux() ? ProcFiles.Pids().Where(pid => ProcFiles.HasVariable(pid, Variable, Path)) : [];

    /// <summary>Opens a port that only this user can reach; root's by all, because a command that root launches may give up its rights. Strangers are recognized by their process.</summary>
    /// <exception cref="RecordingException">The temporary directory cannot hold it.</exception>
    public static LaunchPort Open()
    {
        string temporary = System.IO.Path.GetTempPath();
        if (temporary.AsSpan().ContainsAny(",;") || Encoding.UTF8.GetByteCount(temporary) + Added > LongestPath) // the variable has those between its parts
            throw new RecordingException($"The socket of a launch has no place in {temporary}: set TMPDIR to a shorter path, without a comma or semicolon.");
        try
        {
            var folder = RunFolder.Create();
            if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess)
                File.SetUnixFileMode(folder.Path, Reachable);
            return new LaunchPort(System.IO.Path.Combine(folder.Path, FileName), folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SocketException)
        {
            throw new RecordingException($"The temporary directory {temporary} cannot be used: {exception.Message} Set TMPDIR to one that can.", exception);
        }
    }

    /// <summary>Opens the port anew that another run has left, for the runtimes that still try to reach it.</summary>
    /// <param name="path">Where it was.</param>
    /// <exception cref="RecordingException">Another program has it, or it cannot be opened.</exception>
    public static LaunchPort Adopt(string path)
    {
        if (IsHeld(path))
            throw new RecordingException($"Another program holds the port {path}: it has to let the process run.");
        try
        {
            if (FileFacts.Of(path) is { IsSocket: false })
                throw new IOException("there is a file of that name, and it is no socket."); // any process can name any file as its port
            string directory = System.IO.Path.GetDirectoryName(path)!;
            if (!OperatingSystem.IsWindows() && !Directory.Exists(directory))
                Directory.CreateDirectory(directory, Environment.IsPrivilegedProcess ? Reachable : OwnerOnly);
            if (!IsSafe(directory))
                throw new IOException("its folder is a link, or others may change what is in it.");
            if (!OperatingSystem.IsWindows() && RunFolder.Of(directory) is not null)
                File.SetUnixFileMode(directory, Environment.IsPrivilegedProcess ? Reachable : OwnerOnly);
            File.Delete(path);
            return new LaunchPort(path, RunFolder.Of(directory));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SocketException or ArgumentException)
        {
            throw new RecordingException($"The port {path} cannot be opened: {exception.Message}", exception);
        }
    }

    /// <summary>Closes the port. A runtime that connects now stays suspended, so no process may have the variable any longer.</summary>
    public async ValueTask DisposeAsync()
    {
        _isClosed = true;
        _listener.Dispose();
        await _accepting;
        try
        {
            File.Delete(Path);
            if (_folder is not null && !Holders().Any())
                _folder.Dispose();
            else if (_folder is not null && !OperatingSystem.IsWindows())
                File.SetUnixFileMode(_folder.Path, OwnerOnly); // runtimes keep trying to connect: were it gone, another user could put a socket in its place and command them
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Somebody has cleaned up the temporary directory meanwhile.
        }
    }

    /// <summary>Treats a runtime as new when it connects again: it was stopped, and missed the command.</summary>
    public void Forget(WaitingRuntime runtime) => _known.TryRemove(runtime.Cookie, out _);

    /// <summary>Whether nobody else can put something in the place of what we make in a folder.</summary>
    private static bool IsSafe(string directory)
    {
        if (OperatingSystem.IsWindows() || FileFacts.Of(directory) is not { } facts)
            return true;
        UnixFileMode mode = File.GetUnixFileMode(directory);
        return facts.IsDirectory && (facts.User == FileFacts.Self || facts.User == 0)
            && ((mode & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) == 0 || mode.HasFlag(UnixFileMode.StickyBit));
    }

    private static bool IsHeld(string path)
    {
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode is SocketError.WouldBlock or SocketError.TryAgain; // somebody listens and is busy
        }
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                _ = GreetAsync(await _listener.AcceptAsync());
            }
            catch (SocketException) when (!_isClosed)
            {
                await Task.Delay(Pause); // perhaps too many files are open; runtimes that wait must be answered all the same
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                _arrivals.Writer.TryComplete();
                return;
            }
        }
    }

    /// <summary>A runtime introduces itself by a mark, a cookie of its own and its process id. After each command it connects again, with the same cookie.</summary>
    private async Task GreetAsync(Socket connection)
    {
        byte[] advertise = new byte[AdvertiseLength];
        try
        {
            var stream = new NetworkStream(connection, ownsSocket: true);
            using (var patience = new CancellationTokenSource(Patience))
                await stream.ReadExactlyAsync(advertise, patience.Token);
            var cookie = new Guid(advertise.AsSpan(8, CookieLength));
            if (!advertise.AsSpan(0, 8).SequenceEqual("ADVR_V1\0"u8))
            {
                await stream.DisposeAsync();
                return;
            }

            if (!_known.TryAdd(cookie, true))
                return; // a known one only waits for more commands
            (int Pid, uint User)? peer = PeerProcess.Of(connection);
            _arrivals.Writer.TryWrite(new WaitingRuntime(peer?.Pid ?? (int)BinaryPrimitives.ReadInt64LittleEndian(advertise.AsSpan(24)), peer?.User, cookie, stream));
        }
        catch (Exception exception) when (exception is IOException or EndOfStreamException or ObjectDisposedException or OperationCanceledException)
        {
            connection.Dispose(); // it ended before it could introduce itself
        }
    }
}
