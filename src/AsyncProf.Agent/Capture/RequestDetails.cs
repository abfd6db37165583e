using System.Diagnostics;

namespace AsyncProf.Capture;

/// <summary>
/// Says on a request's own span whether the spans of its operations follow. It is said as the request stops, before anybody has exported it; where it is
/// decided later, it is said where that is still possible.
/// </summary>
internal sealed class RequestDetails
{
    /// <summary>The attribute of the request's span.</summary>
    public const string Tag = "asyncprof.detail";

    /// <summary>Its value where the trace has all its spans.</summary>
    public const string Full = "full";

    /// <summary>Its value where the spans of its operations are left out.</summary>
    public const string Omitted = "omitted";

    /// <summary>Its value where the request was not, or not all the time, in a window in which the profiler captures.</summary>
    public const string Outside = "outside";

    /// <summary>A power of two; of two requests that fall on one place, only the later is told late.</summary>
    private const int Places = 512;

    private readonly Activity?[] _undecided = new Activity?[Places];
    private int _promises;
    private int _allowed; // the engine's alone

    /// <summary>A recorded request stops that was not seen whole, because the budget did not allow it.</summary>
    public static void TellOutside(Activity request) => request.SetTag(Tag, Outside);

    /// <summary>Of how many requests that stop from now on the spans will leave. Returns to how many it has been promised since the last time.</summary>
    public int Allow(int requests)
    {
        int made = _allowed - Math.Max(0, Interlocked.Exchange(ref _promises, requests));
        _allowed = requests;
        return made;
    }

    /// <summary>A recorded request stops, on its own thread. Returns whether its spans are promised.</summary>
    /// <param name="request">Its activity.</param>
    /// <param name="key">Its span id.</param>
    public bool Stop(Activity request, long key)
    {
        bool isPromised = Volatile.Read(ref _promises) > 0 && Interlocked.Decrement(ref _promises) >= 0;
        request.SetTag(Tag, isPromised ? Full : Omitted);
        if (!isPromised)
            Volatile.Write(ref Place(key), request);
        return isPromised;
    }

    /// <summary>The spans of a request to which nothing was promised leave after all: said if nothing has exported the request's own since, or too late.</summary>
    public void TellFull(long key)
    {
        if (Volatile.Read(ref Place(key)) is not { } request || EntryListener.Key(request, out _) != key)
            return;
        Volatile.Write(ref Place(key), null);
        request.SetTag(Tag, Full);
    }

    /// <summary>Lets go of those that were not told.</summary>
    public void Forget() => Array.Clear(_undecided);

    private ref Activity? Place(long key) => ref _undecided[(int)(key & (Places - 1))];
}
