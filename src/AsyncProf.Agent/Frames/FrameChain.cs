using System.Runtime.CompilerServices;

namespace AsyncProf.Frames;

/// <summary>
/// Reads the chain of frame pointers of this thread: each points to its caller's, and one word above lies the return address. Managed code keeps the chain on Linux x64. What is
/// read lies between the stack pointer and the end of the thread's stack, so reading is safe whatever stands there.
/// </summary>
internal static unsafe class FrameChain
{
    /// <summary>How many frames are looked at: between an event and its <c>MoveNext</c> stand 6 to 12.</summary>
    public const int MaximumDepth = 28;

    /// <summary>The value for a stack on which an address is not known.</summary>
    public const int Unknown = -1;

    /// <summary>The value where nothing was found.</summary>
    public const int Nothing = 0;

    /// <summary>
    /// What is known of the first <c>MoveNext</c> on the stack of who calls this. What is not known is learned from here, so that all above is the same then and later; the loop makes sure that this method keeps a frame.
    /// </summary>
    /// <param name="distance">How far the frame pointer that <see cref="Read"/> saves lies from its local, in words.</param>
    /// <param name="top">The end of the stack.</param>
    /// <param name="addresses">What is known of addresses.</param>
    /// <param name="any">Whether any method will do that is no plumbing.</param>
    /// <param name="finder">Learns what is not known.</param>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static int Find(int distance, nint top, AddressTable addresses, bool any, PlaceFinder finder)
    {
        for (int attempt = 0; attempt < 2; attempt++)
        {
            int value = Read(distance, top, addresses.Slots, any, null, out _);
            if (value != Unknown)
                return value;
            if (attempt == 0 && finder.Find(distance, top, any) is var place and not 0)
                return (place << FrameKind.Bits) | FrameKind.Other;
        }

        return Nothing;
    }

    /// <summary>The frames of who calls this and of those above; <see cref="Find"/> and this must keep a frame alike, which the loop sees to.</summary>
    /// <param name="distance">As for <see cref="Find"/>.</param>
    /// <param name="top">The end of the stack.</param>
    /// <param name="frames">Gets their addresses; room for <see cref="MaximumDepth"/>.</param>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static int Copy(int distance, nint top, nint* frames)
    {
        int count = 0;
        for (int attempt = 0; attempt < 2 && count == 0; attempt++)
            Read(distance, top, null, any: false, frames, out count);
        return count;
    }

    /// <summary>
    /// What is known of the first <c>MoveNext</c> above the method that calls this. The distance from this method's local to the frame pointer that it saved is constant, because it is compiled once and for good.
    /// </summary>
    /// <param name="distance">That distance, in words.</param>
    /// <param name="top">The end of the stack.</param>
    /// <param name="slots">What is known of addresses; null to have the frames themselves.</param>
    /// <param name="any">Whether any method will do that is no plumbing.</param>
    /// <param name="frames">Where they are wanted, gets the addresses of the frames; room for <see cref="MaximumDepth"/>.</param>
    /// <param name="count">How many there are.</param>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static int Read(int distance, nint top, AddressTable.Slot* slots, bool any, nint* frames, out int count)
    {
        nint local = 0;
        nint* last = (nint*)top - 2;
        nint* own = &local + distance, frame = own <= last ? (nint*)*own : null; // that of the method that calls this
        count = 0;
        if (frame <= own || frame > last)
            return Nothing;
        nint* at = frame + 1; // where the return address lies
        for (int depth = 0; depth < MaximumDepth && at <= last; depth++)
        {
            if (slots == null)
            {
                frames[count++] = (nint)frame;
            }
            else
            {
                AddressTable.Slot* slot = AddressTable.Find(slots, *at);
                int value = slot == null ? 0 : Volatile.Read(ref slot->Value);
                if (value == 0 || ((value & FrameKind.Collectible) != 0 && slot->Stamp != GC.CollectionCount(0)))
                    return Unknown;
                int kind = value & FrameKind.Mask;
                if (kind == FrameKind.MoveNext || (any && kind == FrameKind.Other))
                    return value;
                if ((value & FrameKind.Frameless) != 0)
                {
                    at += slot->Words;
                    continue; // the frame pointer is still that of its caller
                }
            }

            nint* next = (nint*)frame[0];
            if (next <= frame || next > last)
                break;
            frame = next;
            at = frame + 1;
        }

        return Nothing;
    }
}
