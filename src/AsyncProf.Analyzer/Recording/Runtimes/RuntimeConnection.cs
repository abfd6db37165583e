using System.IO.Pipes;
using System.Net.Sockets;
using AsyncProf.Recording.Processes;

namespace AsyncProf.Recording.Runtimes;

/// <summary>
/// Connects to the runtime of a process and to no other: nothing is said to, or read from, a peer that is not that process. The client library would connect to the newest socket that
/// bears its id, which any user can make.
/// </summary>
internal static class RuntimeConnection
{
    /// <summary>A connection for one command.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RuntimeException">There is none.</exception>
    public static Task<Stream> ConnectAsync(int pid, CancellationToken cancellationToken) =>
        OperatingSystem.IsWindows() ? ConnectPipeAsync(pid, cancellationToken) : ConnectSocketAsync(pid, DiagnosticSockets.CandidatesOf(pid), cancellationToken);

    /// <summary>The first of some sockets at which the process listens.</summary>
    internal static async Task<Stream> ConnectSocketAsync(int pid, IEnumerable<string> candidates, CancellationToken cancellationToken)
    {
        RuntimeException failure = new(RuntimeFault.NotThere, "nothing listens there");
        foreach (string path in candidates)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
                if (!PeerProcess.IsAnother(socket, pid))
                    return new NetworkStream(socket, ownsSocket: true);
                failure = new RuntimeException(RuntimeFault.Impostor, $"another process listens at {path}");
            }
            catch (Exception exception) when (exception is SocketException or ArgumentException)
            {
                if (failure.Fault != RuntimeFault.Impostor)
                    failure = new RuntimeException(exception is SocketException { SocketErrorCode: SocketError.AccessDenied } ? RuntimeFault.NotAllowed : RuntimeFault.NotThere, exception.Message, exception);
            }
            catch
            {
                socket.Dispose();
                throw;
            }

            socket.Dispose();
        }

        throw failure;
    }

    private static async Task<Stream> ConnectPipeAsync(int pid, CancellationToken cancellationToken)
    {
        var pipe = new NamedPipeClientStream(".", FormattableString.Invariant($"dotnet-diagnostic-{pid}"), PipeDirection.InOut, PipeOptions.Asynchronous);
        try
        {
            await pipe.ConnectAsync(cancellationToken);
            return PeerProcess.IsAnother(pipe, pid) ? throw new RuntimeException(RuntimeFault.Impostor, "another process has its pipe") : pipe;
        }
        catch (Exception exception)
        {
            await pipe.DisposeAsync();
            throw exception switch
            {
                UnauthorizedAccessException => new RuntimeException(RuntimeFault.NotAllowed, exception.Message, exception),
                TimeoutException => new RuntimeException(RuntimeFault.NotThere, exception.Message, exception),
                _ => exception,
            };
        }
    }
}
