using System.Reflection;
using System.Runtime.CompilerServices;
using AsyncProf.Events;
using AsyncProf.Symbols.Places;

namespace AsyncProf.Frames;

/// <summary>
/// Which method, and which of its awaits, an event is about: the first <c>MoveNext</c> on the stack of the thread that raises it. Some thirty nanoseconds, nothing allocated, no lock, no task referenced.
/// </summary>
internal sealed unsafe class FrameWalk
{
    private readonly int _distance;
    private readonly AddressTable _addresses = new();
    private readonly PlaceFinder _finder;
    private readonly PassedLookup _passed;

    private FrameWalk(int distance, Func<nint, MethodBase?> methodAt, PlaceNames names, PlaceTable places, PassedFrames passed, Action<long> onAllocated)
    {
        _distance = distance;
        _finder = new PlaceFinder(methodAt, names, _addresses, onAllocated);
        _passed = new PassedLookup(names, places, passed);
    }

    /// <summary>Events whose place was left open because there were too many new ones in one second, or a stack could not be read.</summary>
    public long Refused => _finder.Refused + _finder.Failures;

    /// <summary>Prepares the walk, and proves that it tells the truth in this process.</summary>
    /// <param name="names">Gets the names of operations.</param>
    /// <param name="places">Gets the places.</param>
    /// <param name="passed">Gets who passes tasks on.</param>
    /// <param name="onAllocated">Told how many bytes a thread has allocated to find out what is new.</param>
    /// <param name="why">Where it cannot be had, why not.</param>
    /// <returns>Null where it cannot be had.</returns>
    public static FrameWalk? TryStart(NameTable names, PlaceTable places, PassedFrames passed, Action<long> onAllocated, out string why)
    {
        why = "";
        if (sizeof(nint) != sizeof(long) || !OperatingSystem.IsLinux())
        {
            why = "frame pointers are followed on 64-bit Linux only";
            return null;
        }

        try
        {
            if (MethodAt.Bind() is not { } methodAt)
                why = "this runtime does not tell the method at an address";
            else if (ThreadStack.TopOfThisThread() is not (var top and not 0))
                why = "the bounds of a thread's stack cannot be told";
            else if (FrameProof.FindDistance(methodAt, top) is not (var distance and not 0))
                why = "the chain of frame pointers does not lead through known methods";
            else
                return new FrameWalk(distance, methodAt, new PlaceNames(names, places), places, passed, onAllocated);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException or ArgumentException or AmbiguousMatchException)
        {
            why = exception.GetType().Name;
        }

        return null;
    }

    /// <summary>The place in the method that suspends now on this thread; <see cref="PlaceTable.None"/> where that could not be found out.</summary>
    /// <param name="top">The end of the thread's stack.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Suspending(nint top) => Find(top, any: false);

    /// <summary>The place in the method that starts a task now on this thread: the first that is no plumbing.</summary>
    /// <param name="top">The end of the thread's stack.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Starting(nint top) => Find(top, any: true);

    /// <summary>Looks on from where an operation begins to the method that called it, and keeps who stands between.</summary>
    /// <param name="begun">The name of its operations.</param>
    public void LookFurther(int begun) => _passed.Look(begun);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Find(nint top, bool any) => FrameChain.Find(_distance, top, _addresses, any, _finder) >> FrameKind.Bits;
}
