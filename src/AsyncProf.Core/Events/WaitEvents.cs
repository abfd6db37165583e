using System.Buffers.Binary;

namespace AsyncProf.Events;

/// <summary>
/// What is known of the runtime's events of threads that wait: for a lock, a semaphore, another thread, a handle. From .NET 9 on.
/// https://github.com/dotnet/runtime/blob/main/src/coreclr/vm/ClrEtwAll.man.
/// </summary>
internal static class WaitEvents
{
    /// <summary>The source of the runtime's own events.</summary>
    public const string SourceName = "Microsoft-Windows-DotNETRuntime";

    /// <summary>Their keyword, at the level Verbose.</summary>
    public const long Keyword = 0x40000000000;

    /// <summary>The events: WaitHandleWaitStart and WaitHandleWaitStop.</summary>
    public const int Begin = 301, End = 302;

    /// <summary>Both.</summary>
    public static IReadOnlyList<int> All { get; } = [Begin, End];

    /// <summary>The object that a thread waits on, by where it was in memory; 0 where the runtime does not tell it, as of all but <c>Monitor.Wait</c>.</summary>
    /// <param name="payload">The payload of a begin: what waits in 8 bits, the object, the runtime.</param>
    public static long ObjectOf(ReadOnlySpan<byte> payload) => payload.Length switch
    {
        >= 1 + sizeof(long) + sizeof(short) => BinaryPrimitives.ReadInt64LittleEndian(payload[1..]),
        >= 1 + sizeof(int) + sizeof(short) => BinaryPrimitives.ReadUInt32LittleEndian(payload[1..]),
        _ => 0,
    };
}
