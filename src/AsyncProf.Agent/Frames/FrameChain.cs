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

    /// <summary>The value for an address that is not known.</summary>
    public const int Unknown = -1;

    /// <summary>The value where nothing was found.</summary>
    public const int Nothing = 0;

    /// <summary>
    /// What is known of the first <c>MoveNext</c> on this thread's stack. The distance from this method's local to the frame pointer that it saved is constant, because it is compiled once and for good.
    /// </summary>
    /// <param name="distance">That distance, in words.</param>
    /// <param name="top">The end of the stack.</param>
    /// <param name="slots">What is known of addresses; null to have the addresses themselves.</param>
    /// <param name="any">Whether any method will do that is no plumbing.</param>
    /// <param name="at">The address where it was found, or that is not known.</param>
    /// <param name="further">Gets the values from there to the next <c>MoveNext</c>, that one last; or the addresses.</param>
    /// <param name="room">How many of them there may be; 0 to stop where something is found.</param>
    /// <param name="count">How many there are.</param>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static int Read(int distance, nint top, AddressTable.Slot* slots, bool any, out nint at, nint* further, int room, out int count)
    {
        nint local = 0;
        nint* frame = &local + distance;
        nint* last = (nint*)top - 2;
        int found = Nothing;
        count = 0;
        at = 0;
        for (int depth = 0; depth < MaximumDepth && frame <= last; depth++)
        {
            nint address = frame[1];
            if (slots == null)
            {
                if (count == room)
                    break;
                further[count++] = address;
            }
            else
            {
                AddressTable.Slot* slot = AddressTable.Find(slots, address);
                int value = slot == null ? 0 : Volatile.Read(ref slot->Value);
                if (value == 0 || ((value & FrameKind.Collectible) != 0 && slot->Stamp != GC.CollectionCount(0)))
                {
                    at = address;
                    return Unknown;
                }

                int kind = value & FrameKind.Mask;
                if (found != Nothing && kind != FrameKind.Plumbing)
                {
                    if (count == room)
                        break;
                    further[count++] = value;
                    if (kind == FrameKind.MoveNext)
                        break;
                }
                else if (kind == FrameKind.MoveNext || (any && kind == FrameKind.Other))
                {
                    found = value;
                    at = address;
                    if (room == 0)
                        break;
                }
            }

            nint* next = (nint*)frame[0];
            if (next <= frame)
                break;
            frame = next;
        }

        return found;
    }
}
