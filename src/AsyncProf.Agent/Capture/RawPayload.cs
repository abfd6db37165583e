using System.Runtime.CompilerServices;
using AsyncProf.Direct;

namespace AsyncProf.Capture;

/// <summary>A payload as a source hands it to its provider: where each field lies, and how long it is.</summary>
internal readonly unsafe struct RawPayload(int count, RawField* fields) : ITplPayload
{
    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">There is no such field, or it is no number: this runtime is not what it was proved to be.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Int(int field) => (uint)field < (uint)count && fields[field].Size == sizeof(int) ? *(int*)fields[field].Pointer : throw Unexpected();

    /// <inheritdoc/>
    /// <remarks>A text ends with a zero.</remarks>
    /// <exception cref="InvalidOperationException">There is no such field.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<char> Text(int field)
    {
        if ((uint)field >= (uint)count)
            throw Unexpected();
        int length = fields[field].Size / sizeof(char);
        return length < 2 ? default : new ReadOnlySpan<char>((char*)fields[field].Pointer, length - 1);
    }

    private static InvalidOperationException Unexpected() => new("An event has other fields than it was proved to have.");
}
