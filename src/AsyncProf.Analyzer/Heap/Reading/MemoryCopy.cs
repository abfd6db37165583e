using System.Runtime.InteropServices;

namespace AsyncProf.Heap.Reading;

/// <summary>A stretch of another process's memory, copied. Its buffer is not the collector's: gigabytes of it cost no collection.</summary>
internal sealed unsafe class MemoryCopy : IDisposable
{
    private byte* _buffer;
    private nuint _capacity;

    /// <param name="start">Where it begins, in the other process.</param>
    public MemoryCopy(ulong start) => Start = start;

    ~MemoryCopy() => NativeMemory.Free(_buffer);

    /// <summary>Where it begins, in the other process.</summary>
    public ulong Start { get; }

    /// <summary>How much of it has been copied, in bytes.</summary>
    public int Length { get; set; }

    /// <summary>The room for so many bytes; what was copied before may be gone.</summary>
    public Span<byte> Room(int length)
    {
        if ((nuint)length > _capacity)
        {
            NativeMemory.Free(_buffer);
            _buffer = null; // should there be no memory
            _capacity = 0;
            _buffer = (byte*)NativeMemory.Alloc((nuint)length);
            _capacity = (nuint)length;
        }

        return new Span<byte>(_buffer, length);
    }

    /// <summary>What has been copied.</summary>
    public ReadOnlySpan<byte> Bytes => new(_buffer, Length);

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(_buffer);
        _buffer = null;
        GC.SuppressFinalize(this);
    }
}
