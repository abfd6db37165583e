using System.Buffers.Binary;
using System.IO.Pipes;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using AsyncProf.Recording.Processes;

namespace AsyncProf.Recording.Runtimes;

/// <summary>Who is at the other end, as the kernel knows it: a process may claim any id, and anybody can make a socket of any name in a directory that all may write.</summary>
internal static partial class PeerProcess
{
    /// <summary>The process, 0 for one that is in no namespace of ours, and its user; null where the kernel does not say.</summary>
    public static (int Pid, uint User)? Of(Socket connection)
    {
        const int SocketLevel = 1, PeerCredentials = 17; // SOL_SOCKET, SO_PEERCRED: pid, uid, gid
        Span<byte> credentials = stackalloc byte[3 * sizeof(int)];
        return OperatingSystem.IsLinux() && TryGet(connection, SocketLevel, PeerCredentials, credentials) && BinaryPrimitives.ReadInt32LittleEndian(credentials) is var pid
            ? (pid, BinaryPrimitives.ReadUInt32LittleEndian(credentials[sizeof(int)..]))
            : null;
    }

    /// <summary>Whether it is surely another process than this one. Never true where the kernel does not say.</summary>
    public static bool IsAnother(Socket connection, int pid)
    {
        const int LocalLevel = 0, PeerPid = 2; // SOL_LOCAL, LOCAL_PEERPID of macOS
        Span<byte> id = stackalloc byte[sizeof(int)];
        return OperatingSystem.IsMacOS()
            ? TryGet(connection, LocalLevel, PeerPid, id) && BinaryPrimitives.ReadInt32LittleEndian(id) != pid
            : Of(connection) is { } peer && (peer.Pid != pid || (peer.User != 0 && ProcFiles.OwnerOf(pid) is { } owner && peer.User != owner.User)); // root may have given up its rights since
    }

    /// <inheritdoc cref="IsAnother(Socket, int)"/>
    public static bool IsAnother(NamedPipeClientStream pipe, int pid) => OperatingSystem.IsWindows() && GetServer(pipe.SafePipeHandle, out uint server) && server != (uint)pid;

    private static bool TryGet(Socket connection, int level, int name, Span<byte> value)
    {
        try
        {
            return connection.GetRawSocketOption(level, name, value) == value.Length;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    [LibraryImport("kernel32.dll", EntryPoint = "GetNamedPipeServerProcessId")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetServer(SafeHandle pipe, out uint server);
}
