using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Diagnostics.Runtime;

namespace AsyncProf.Heap.Reading;

/// <summary>Reads a process, and what has been copied of it from the copy: so the heap stands still while the process goes on.</summary>
/// <param name="inner">Knows the process. What it knows of its memory is as old as itself, so that is read past it: of what came since it reads nothing, and does not say so.</param>
/// <param name="copies">What has been copied, once it is sealed.</param>
/// <param name="threads">The registers of threads that stood still.</param>
internal sealed class CopiedReader(IDataReader inner, MemoryCopies copies, Dictionary<uint, byte[]> threads) : IDataReader
{
    /// <inheritdoc/>
    public string DisplayName => inner.DisplayName;

    /// <inheritdoc/>
    public bool IsThreadSafe => false;

    /// <inheritdoc/>
    public OSPlatform TargetPlatform => inner.TargetPlatform;

    /// <inheritdoc/>
    public Architecture Architecture => inner.Architecture;

    /// <inheritdoc/>
    public int ProcessId => inner.ProcessId;

    /// <inheritdoc/>
    public int PointerSize => inner.PointerSize;

    /// <inheritdoc/>
    public IEnumerable<ModuleInfo> EnumerateModules() => inner.EnumerateModules();

    /// <inheritdoc/>
    public bool GetThreadContext(uint threadID, uint contextFlags, Span<byte> context)
    {
        if (!threads.TryGetValue(threadID, out byte[]? saved))
            return threads.Count == 0 && inner.GetThreadContext(threadID, contextFlags, context);
        saved.AsSpan(0, Math.Min(saved.Length, context.Length)).CopyTo(context);
        return true;
    }

    /// <inheritdoc/>
    public void FlushCachedData() => inner.FlushCachedData();

    /// <inheritdoc/>
    public int Read(ulong address, Span<byte> buffer) => copies.TryRead(address, buffer) ? buffer.Length : ReadLive(address, buffer);

    /// <inheritdoc/>
    public bool Read<T>(ulong address, out T value)
        where T : unmanaged
    {
        Span<T> one = stackalloc T[1];
        bool isRead = copies.TryRead(address, MemoryMarshal.AsBytes(one));
        value = one[0];
        if (isRead)
            return true;
        isRead = ReadLive(address, MemoryMarshal.AsBytes(one)) == Unsafe.SizeOf<T>();
        value = isRead ? one[0] : default;
        return isRead;
    }

    /// <inheritdoc/>
    public T Read<T>(ulong address)
        where T : unmanaged
    {
        Read(address, out T value);
        return value;
    }

    /// <inheritdoc/>
    public bool ReadPointer(ulong address, out ulong value) => Read(address, out value);

    /// <inheritdoc/>
    public ulong ReadPointer(ulong address) => Read<ulong>(address);

    private int ReadLive(ulong address, Span<byte> buffer) =>
        ProcessMemory.Read(inner.ProcessId, address, buffer) is var read and > 0 ? read : ProcessMemory.ReadPages(inner.ProcessId, address, buffer);
}
