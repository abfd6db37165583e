using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace AsyncProf.Recording.Runtimes;

/// <summary>Asks a runtime what it is, by ProcessInfo2.</summary>
internal static class RuntimeQuery
{
    private const byte ProcessInfo2 = 4;
    private const int FixedLength = 24;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>What the runtime of a process is; null if it does not answer in time, or not in this way.</summary>
    public static async Task<RuntimeInfo?> AskAsync(int pid)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            byte[] answer = await new RuntimeClient(pid).SendAsync(new RuntimeMessage(RuntimeMessage.ProcessCommands, ProcessInfo2), patience.Token);
            return answer.Length < FixedLength ? null : Parse(answer);
        }
        catch (Exception exception) when (exception is RuntimeException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Process id, cookie, then texts with their length before them: command line (which is not kept), system, architecture, assembly, version.</summary>
    private static RuntimeInfo Parse(ReadOnlySpan<byte> payload)
    {
        ReadOnlySpan<byte> rest = payload[FixedLength..];
        Next(ref rest);
        (string os, string arch, string entry, string version) = (Next(ref rest), Next(ref rest), Next(ref rest), Next(ref rest));
        return new RuntimeInfo(version.Split('+')[0], entry, os, arch);
    }

    private static string Next(ref ReadOnlySpan<byte> rest)
    {
        if (rest.Length < sizeof(int))
            return "";
        int length = BinaryPrimitives.ReadInt32LittleEndian(rest);
        rest = rest[sizeof(int)..];
        if (length <= 0 || length > rest.Length / sizeof(char))
            return "";
        string text = new(MemoryMarshal.Cast<byte, char>(rest[..(length * sizeof(char))]));
        rest = rest[(length * sizeof(char))..];
        return text.TrimEnd('\0');
    }
}
