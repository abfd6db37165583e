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
    /// <summary>How many methods between two state machines are looked at.</summary>
    private const int MostBetween = 14;

    private readonly PlaceTable _places;
    private readonly int _distance;
    private readonly AddressTable _addresses;
    private readonly PlaceFinder _finder;

    private FrameWalk(int distance, Func<nint, MethodBase?> methodAt, NameTable names, PlaceTable places)
    {
        _places = places;
        _distance = distance;
        _addresses = new AddressTable();
        _finder = new PlaceFinder(methodAt, names, places, _addresses);
    }

    /// <summary>Look-ups of addresses that were left out because there were too many in one second.</summary>
    public long Refused => _finder.Refused;

    /// <summary>Prepares the walk, and proves that it tells the truth in this process.</summary>
    /// <param name="names">Gets the names of operations.</param>
    /// <param name="places">Gets the places.</param>
    /// <param name="why">Where it cannot be had, why not.</param>
    /// <returns>Null where it cannot be had.</returns>
    public static FrameWalk? TryStart(NameTable names, PlaceTable places, out string why)
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
                return new FrameWalk(distance, methodAt, names, places);
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
    public int Suspending(nint top)
    {
        int value = FrameChain.Read(_distance, top, _addresses.Slots, any: false, out nint at, null, 0, out _);
        return value > 0 && (value & FrameKind.Incomplete) == 0 ? value >> FrameKind.Bits : Complete(value, at, top, any: false);
    }

    /// <summary>The place in the method that starts a task now on this thread: the first that is no plumbing.</summary>
    /// <param name="top">The end of the thread's stack.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Starting(nint top)
    {
        int value = FrameChain.Read(_distance, top, _addresses.Slots, any: true, out nint at, null, 0, out _);
        return value > 0 ? value >> FrameKind.Bits : Complete(value, at, top, any: true);
    }

    /// <summary>Looks on from where an operation begins to the method that called it, and keeps who stands between.</summary>
    /// <param name="top">The end of the thread's stack.</param>
    /// <param name="begun">The place where it begins.</param>
    /// <param name="passed">Gets what was seen.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void LookFurther(nint top, Place begun, PassedFrames passed)
    {
        nint* values = stackalloc nint[MostBetween];
        int value, count;
        int round = 0;
        while ((value = FrameChain.Read(_distance, top, _addresses.Slots, any: false, out nint at, values, MostBetween, out count)) == FrameChain.Unknown)
        {
            if (round++ > FrameChain.MaximumDepth || _finder.Learn(at) == 0)
                return;
        }

        if (value <= 0 || count < 2 || ((int)values[count - 1] & FrameKind.Mask) != FrameKind.MoveNext || _places[(int)values[count - 1] >> FrameKind.Bits] is not { } caller)
            return;
        Span<int> between = stackalloc int[MostBetween];
        int kept = 0;
        for (int i = count - 2; i >= 0; i--)
        {
            int id = (int)values[i] >> FrameKind.Bits;
            if (_places[id] is { MayPassOn: true })
                between[kept++] = id;
        }

        if (kept > 0)
            passed.Add(caller.NameId, begun.NameId, between[..kept], _places);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Complete(int value, nint at, nint top, bool any)
    {
        // Each round learns one address; a stack holds no more than are looked at.
        for (int round = 0; value == FrameChain.Unknown && round <= FrameChain.MaximumDepth; round++)
        {
            if (_finder.Learn(at) == 0)
                return PlaceTable.None;
            value = FrameChain.Read(_distance, top, _addresses.Slots, any, out at, null, 0, out _);
        }

        if (value > 0 && !any && (value & FrameKind.Incomplete) != 0)
            _finder.LearnOffset(at, value);
        return value > 0 ? value >> FrameKind.Bits : PlaceTable.None;
    }
}
