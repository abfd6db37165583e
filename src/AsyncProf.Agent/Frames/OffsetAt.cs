using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AsyncProf.Symbols.Places;

namespace AsyncProf.Frames;

/// <summary>
/// The IL offset of an address in managed code that no thread runs. Nothing public tells it, but a stack trace tells that of each frame that an exception has passed, and an exception
/// keeps the frames as plain addresses: one of our own is given the address. What a real exception keeps must have the shape we know, and tell of another's frame, or we give up.
/// One thread at a time.
/// </summary>
internal sealed class OffsetAt
{
    private const string FieldName = "_stackTrace", DescriptionOf = "GetMethodDescFromNativeIP";

    /// <summary>The runtime's layout on 64 bits: the number of frames and a thread, then a frame's address, stack pointer, method and flags.</summary>
    private const int Header = 16, Address = Header, Method = Header + 16, Flags = Header + 24, Whole = Header + 32;

    /// <summary>The flag of an address that is the one meant, and not where a call returns to.</summary>
    private const int Exact = 2;

    private readonly FieldInfo _field;
    private readonly MethodInfo _methodAt;
    private readonly FieldInfo _handle;
    private readonly sbyte[] _frames;

    private OffsetAt(FieldInfo field, MethodInfo methodAt, FieldInfo handle, sbyte[] frames)
    {
        (_field, _methodAt, _handle, _frames) = (field, methodAt, handle, frames);
    }

    /// <summary>Null where this runtime has no such thing, or it has another shape. Throws and catches two exceptions of its own to see.</summary>
    public static OffsetAt? TryBind()
    {
        try
        {
            if (!Environment.Is64BitProcess || !BitConverter.IsLittleEndian
                || typeof(Exception).GetField(FieldName, BindingFlags.Instance | BindingFlags.NonPublic) is not { } field
                || typeof(StackFrame).GetMethod(DescriptionOf, BindingFlags.Static | BindingFlags.NonPublic, [typeof(nint)]) is not { } methodAt
                || methodAt.ReturnType.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public) is not [{ } handle] || handle.FieldType != typeof(nint))
            {
                return null;
            }

            (Exception one, Exception other) = (Caught(Throw), Caught(ThrowLater));
            if (FramesOf(field, one) is not { } frames || FramesOf(field, other) is not { } others)
                return null;
            var bound = new OffsetAt(field, methodAt, handle, [.. frames]);
            return bound.IsRight(frames, one, Throw) && bound.IsRight(others, other, ThrowLater) ? bound : null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return null; // not public: it may do anything
        }
    }

    /// <summary>The IL offset; <see cref="Place.NoOffset"/> where nothing tells.</summary>
    /// <param name="address">An address inside the code of a method that is not collectible.</param>
    public int Of(nint address) => DescriptionAt(address) is var method and not 0 && Read(address, method, Exact) is >= 0 and var offset ? offset : Place.NoOffset;

    private static Exception Caught(Action thrower)
    {
        try
        {
            thrower();
        }
        catch (InvalidOperationException e)
        {
            return e;
        }

        throw new UnreachableException();
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    private static void Throw() => throw new InvalidOperationException();

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    private static void ThrowLater()
    {
        GC.KeepAlive(FieldName);
        GC.KeepAlive(DescriptionOf);
        throw new InvalidOperationException();
    }

    /// <summary>The frames that an exception keeps; null where they have another shape.</summary>
    private static sbyte[]? FramesOf(FieldInfo field, Exception e) => field.GetValue(e) switch
    {
        sbyte[] { Length: >= Whole } frames => frames,
        object[] all when all is [sbyte[] { Length: >= Whole } frames, ..] => frames,
        _ => null,
    };

    private static nint At(sbyte[] frames, int offset) => MemoryMarshal.Read<nint>(MemoryMarshal.AsBytes(frames.AsSpan(offset)));

    /// <summary>Whether the frames of an exception lie where we take them to be, and tell the same when they are ours.</summary>
    private bool IsRight(sbyte[] frames, Exception e, Action thrower)
    {
        (nint address, nint method) = (At(frames, Address), At(frames, Method));
        return (int)At(frames, 0) is 1 or 2 && method == thrower.Method.MethodHandle.Value && DescriptionAt(address) == method
            && new StackTrace(e).GetFrame(0) is { } frame && frame.GetILOffset() is > StackFrame.OFFSET_UNKNOWN and var offset && Read(address, method, (int)At(frames, Flags)) == offset;
    }

    private nint DescriptionAt(nint address) => _handle.GetValue(_methodAt.Invoke(null, [address])) is nint handle ? handle : 0;

    private int Read(nint address, nint method, int flags)
    {
        sbyte[] frames = [.. _frames];
        Span<byte> bytes = MemoryMarshal.AsBytes(frames.AsSpan());
        MemoryMarshal.Write(bytes, 1);
        MemoryMarshal.Write(bytes[Address..], address);
        MemoryMarshal.Write(bytes[Method..], method);
        MemoryMarshal.Write(bytes[Flags..], flags);
        var exception = new InvalidOperationException();
        _field.SetValue(exception, frames);
        return new StackTrace(exception).GetFrame(0)?.GetILOffset() ?? StackFrame.OFFSET_UNKNOWN;
    }
}
