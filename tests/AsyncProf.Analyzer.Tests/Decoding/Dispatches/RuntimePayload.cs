using System.Text;
using AsyncProf.Events.Dispatchers;

namespace AsyncProf.Analyzer.Tests.Decoding.Dispatches;

/// <summary>Payloads of events as the runtime sends them.</summary>
internal static class RuntimePayload
{
    public static readonly Guid Runtime = new("e13c0d23-ccbc-4e12-931b-d9cc2eee27e4");
    public static readonly Guid Rundown = new("a669021c-c450-4609-a035-5af59af4df18");

    public const int MethodLoaded = 143, MethodListedAtEnd = 144, ModuleLoaded = 152, ModuleListedAtEnd = 154;

    public static byte[] Method(ulong module, ulong start, uint size, int token, string type, string name) =>
    [
        .. BitConverter.GetBytes(1ul), .. BitConverter.GetBytes(module), .. BitConverter.GetBytes(start), .. BitConverter.GetBytes(size), .. BitConverter.GetBytes(token),
        .. BitConverter.GetBytes(0x188), .. Encoding.Unicode.GetBytes($"{type}\0{name}\0void  ()\0"), 0, 0,
    ];

    public static byte[] Module(ulong module, string path) => [.. BitConverter.GetBytes(module), .. new byte[16], .. Encoding.Unicode.GetBytes($"{path}\0\0"), 0, 0];

    /// <summary>The one event of the source: the buffer behind its length.</summary>
    public static byte[] Buffer(byte[] buffer) => [.. BitConverter.GetBytes(buffer.Length), .. buffer];

    /// <summary>Has a recording take a buffer.</summary>
    public static void TakeBuffer(this AsyncProf.Decoding.Dispatches.DispatchRecording recording, byte[] buffer) =>
        recording.Take(DispatchEvents.SourceId, DispatchEvents.EventId, 0, Buffer(buffer));
}
