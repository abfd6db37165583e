using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using AsyncProf.Symbols.Places;

namespace AsyncProf.Frames;

/// <summary>
/// Learns what addresses mean where they are met for the first time, while their frames keep their code alive: by one whole stack trace, next to which the chain of frame pointers is laid.
/// Some twenty microseconds, only so many a second; afterwards the addresses are known. Keeps names and nothing of reflection.
/// </summary>
/// <param name="methodAt">The method at an address.</param>
/// <param name="places">What methods mean.</param>
/// <param name="addresses">Gets what addresses mean.</param>
/// <param name="onAllocated">Told how many bytes that has cost the thread.</param>
internal sealed unsafe class PlaceFinder(Func<nint, MethodBase?> methodAt, PlaceNames places, AddressTable addresses, Action<long> onAllocated)
{
    private const int StacksPerSecond = 1_000;

    private readonly SecondBudget _stacks = new(StacksPerSecond);

    /// <summary>Stacks that were not looked at because there were too many in one second.</summary>
    public long Refused => _stacks.Refused;

    /// <summary>Stacks that could not be read.</summary>
    public long Failures { get; private set; }

    /// <summary>The place of the first <c>MoveNext</c> on this thread's stack, by what the stack trace says.</summary>
    /// <param name="distance">As for <see cref="FrameChain.Find"/>.</param>
    /// <param name="top">The end of the stack.</param>
    /// <param name="any">Whether any method will do that is no plumbing.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public int Find(int distance, nint top, bool any)
    {
        nint* frames = stackalloc nint[FrameChain.MaximumDepth];
        int stamp = GC.CollectionCount(0); // first: what is found is alive at least since then
        int count = FrameChain.Copy(distance, top, frames);
        if (Restamp(frames, count, stamp) || !_stacks.TryTake())
            return PlaceTable.None;
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            var trace = new StackTrace(fNeedFileInfo: false); // one walk: a StackFrame for each level would walk each time
            return Align(frames, count, trace, stamp, any);
        }
        catch (Exception)
        {
            Failures++; // a method whose types cannot be loaded, for example; its events have no place
            return PlaceTable.None;
        }
        finally
        {
            onAllocated(GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    private static bool IsSame(MethodBase a, MethodBase b) => a == b || (a.MetadataToken == b.MetadataToken && a.Module == b.Module);

    /// <summary>Tells a method that can be unloaded from another that comes after it.</summary>
    private static int CheckOf(MethodBase method) => method.DeclaringType is null ? 0 : (int)((nint)method.MethodHandle.Value >> 3);

    /// <summary>Where addresses are only doubted because of a collection, and their methods are still the same, they are known again. True if that is all that was missing.</summary>
    private bool Restamp(nint* frames, int count, int stamp)
    {
        bool any = false;
        for (int i = 0; i < count; i++)
        {
            nint address = ((nint*)frames[i])[1];
            AddressTable.Slot* slot = AddressTable.Find(addresses.Slots, address);
            if (slot == null || (slot->Value & FrameKind.Collectible) == 0 || slot->Stamp == stamp)
                continue;
            if (slot->Check == 0 || methodAt(address - 1) is not { } method || CheckOf(method) != slot->Check)
                return false;
            slot->Stamp = stamp;
            any = true;
        }

        return any;
    }

    /// <summary>Goes through chain and trace together. A method in the trace that the chain lacks was called by none that the chain has: the one before it keeps no frame.</summary>
    private int Align(nint* frames, int count, StackTrace trace, int stamp, bool any)
    {
        int at = 0, found = PlaceTable.None;
        (nint Address, MethodBase? Method, int Value) open = default; // of the last one it is not known yet whether it keeps a frame
        for (int i = 0; i < count; i++)
        {
            nint address = ((nint*)frames[i])[1];
            if (methodAt(address - 1) is not { } method)
            {
                addresses.Set(address, FrameKind.Plumbing, stamp);
                continue;
            }

            if (at < trace.FrameCount && trace.GetFrame(at)?.GetMethod() is { } next && !IsSame(method, next) && !TryBridge(frames, i, trace, ref at, ref open, method, stamp, any, ref found))
                return found != PlaceTable.None ? found : FirstIn(trace, at, any);
            Commit(open, stamp, words: 0);
            StackFrame? frame = trace.GetFrame(at++);
            int value = frame is null ? FrameKind.Plumbing : places.ValueOf(method, frame.GetILOffset());
            open = (address, method, value);
            if (IsWanted(value, any) && found == PlaceTable.None)
                found = value >> FrameKind.Bits;
            if ((value & FrameKind.Mask) == FrameKind.MoveNext)
                break;
        }

        Commit(open, stamp, words: 0);
        return found;
    }

    /// <summary>Finds the return address of the method that the chain lacks, among the words between two frames.</summary>
    private bool TryBridge(
        nint* frames, int i, StackTrace trace, ref int at, ref (nint Address, MethodBase? Method, int Value) open, MethodBase method, int stamp, bool any, ref int found)
    {
        if (i == 0 || open.Method is null || trace.GetFrame(at) is not { } lacking || lacking.GetMethod() is not { } hidden || trace.GetFrame(at + 1)?.GetMethod() is not { } after || !IsSame(method, after))
            return false;
        var from = (nint*)frames[i - 1] + 2;
        for (nint* word = from; word < (nint*)frames[i]; word++)
        {
            if (methodAt(*word - 1) is not { } candidate || !IsSame(candidate, hidden))
                continue;
            int value = places.ValueOf(hidden, lacking.GetILOffset());
            Commit((open.Address, open.Method, open.Value | FrameKind.Frameless), stamp, (int)(word - from) + 1);
            Commit((*word, hidden, value), stamp, words: 0);
            open = default;
            at++;
            if (IsWanted(value, any) && found == PlaceTable.None)
                found = value >> FrameKind.Bits;
            return (value & FrameKind.Mask) != FrameKind.MoveNext;
        }

        return false;
    }

    private void Commit((nint Address, MethodBase? Method, int Value) frame, int stamp, int words)
    {
        if (frame.Method is null || frame.Value == 0)
            return;
        int check = (frame.Value & FrameKind.Collectible) == 0 ? 0 : CheckOf(frame.Method);
        addresses.Set(frame.Address, frame.Value, stamp, words, check);
    }

    /// <summary>Where the chain cannot be explained, the trace is right all the same.</summary>
    private int FirstIn(StackTrace trace, int from, bool any)
    {
        for (int i = from; i < Math.Min(trace.FrameCount, from + FrameChain.MaximumDepth); i++)
        {
            if (trace.GetFrame(i) is { } frame && frame.GetMethod() is { } method && places.ValueOf(method, frame.GetILOffset()) is var value && IsWanted(value, any))
                return value >> FrameKind.Bits;
        }

        return PlaceTable.None;
    }

    private static bool IsWanted(int value, bool any) => (value & FrameKind.Mask) is FrameKind.MoveNext || (any && (value & FrameKind.Mask) == FrameKind.Other);
}
