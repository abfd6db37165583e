using System.Runtime.InteropServices;

namespace AsyncProf.Direct;

/// <summary>One field of a payload, as an event source hands it to its provider: <c>EventSource.EventData</c> of the runtime.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct RawField(ulong pointer, int size)
{
    /// <summary>Where the value lies.</summary>
    public readonly ulong Pointer = pointer;

    /// <summary>How long it is, in bytes.</summary>
    public readonly int Size = size;

    private readonly int _reserved;
}
