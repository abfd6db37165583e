using System.Runtime.CompilerServices;
using AsyncProf.Events;
using AsyncProf.Events.Tpl;
using AsyncProf.Frames;
using AsyncProf.Symbols.Metadata;
using AsyncProf.Symbols.Places;

namespace AsyncProf.Capture;

/// <summary>
/// Says in the event itself which method it is about, and which of its awaits: by the frames of the thread that raises it, or, where those cannot be followed, by looking names up that are ambiguous.
/// </summary>
internal sealed class ExactNames(CaptureHub hub)
{
    /// <summary>Longer names than nearly all have.</summary>
    private const int MostOnStack = 512;

    private readonly AmbiguousNameLookup _lookup = new();
    private readonly LoneNames _lone = new(hub.Names);
    private FrameWalk? _walk;
    private bool _isDecided;

    /// <summary>Whether frames are followed.</summary>
    public bool IsWalking => _walk is not null;

    /// <summary>How methods are told: <c>frames</c>, or <c>look-ups</c> and why not by frames. Empty before that is decided.</summary>
    public string How { get; private set; } = "";

    /// <summary>Operations whose method could not be looked up because there were too many in one second; they keep their short name.</summary>
    public long Skipped => _lookup.Skipped + (_walk?.Refused ?? 0);

    /// <summary>Operations whose name was not that of the method on the stack; they keep their short name. Anything but 0 says that frames cannot be trusted.</summary>
    public long Doubtful { get; private set; }

    /// <summary>Decides once how it is done in this process.</summary>
    public void Start()
    {
        if (_isDecided)
            return;
        _isDecided = true;
        _walk = FrameWalk.TryStart(hub.Names, hub.Places, hub.Passed, bytes => hub.BufferOfThisThread()?.Use.Traced(bytes), out string why);
        How = _walk is null ? $"look-ups ({why})" : "frames";
    }

    /// <inheritdoc cref="AmbiguousNameLookup.SetAmbiguous"/>
    public void SetAmbiguous(NameTable names, Func<IEnumerable<string>> machines)
    {
        if (_walk is null)
            _lookup.SetAmbiguous(names, machines());
    }

    /// <inheritdoc cref="LoneNames.Update"/>
    public void SetLone(MetadataIndex index, bool isNew)
    {
        if (_walk is not null)
            _lone.Update(index, isNew);
    }

    /// <summary>An operation begins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Begin(ThreadBuffer buffer, ref AsyncEvent e, ReadOnlySpan<char> name)
    {
        FrameWalk? walk = _walk;
        if (walk is null || name.IsEmpty || buffer.StackTop == 0)
        {
            e.Extra = _lookup.Resolve(hub.Names, hub.Names.Intern(name));
            return;
        }

        if (!name.StartsWith(TplTaskName.MethodPrefix, StringComparison.Ordinal))
        {
            int known = name.Contains('<') ? NameTable.NoneId : hub.Names.Intern(name);
            e.Extra = known != NameTable.NoneId && (_lone.Contains(known) || !TplTaskName.IsDelegateName(name) || name.SequenceEqual(TplTaskName.Invoke)) ? known : Started(hub.Places[walk.Starting(buffer.StackTop)], name);
            return;
        }

        int id = walk.Suspending(buffer.StackTop);
        if (hub.Places[id] is { } place && name[TplTaskName.MethodPrefix.Length..].SequenceEqual(place.Machine))
        {
            e.OtherId = id;
            e.Extra = place.NameId;
            int count = ++place.Beginnings;
            if ((count & (count - 1)) == 0)
                LookFurther(walk, buffer, place.NameId); // at each power of two: the JIT makes jumps of such calls, and callers may be new
            return;
        }

        Doubtful += id == PlaceTable.None ? 0 : 1;
        e.Extra = hub.Names.Intern(name);
    }

    private static void LookFurther(FrameWalk walk, ThreadBuffer buffer, int name)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        walk.LookFurther(name);
        buffer.Use.Traced(GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>The name of a lambda, or of a method that is run as a delegate, is told from others by the type of the method that starts it. Allocates only where it is new.</summary>
    private int Started(Place? place, ReadOnlySpan<char> name)
    {
        if (place is null)
            return hub.Names.Intern(name);
        StartedDelegate? last = place.Started;
        for (StartedDelegate? one = last; one is not null; one = one.Earlier)
        {
            if (name.SequenceEqual(one.Name))
                return one.NameId;
        }

        int id = Qualified(place, name);
        if (last is not { HasRoom: false })
            place.Started = new StartedDelegate(name.ToString(), id, last);
        return id;
    }

    private int Qualified(Place place, ReadOnlySpan<char> name)
    {
        Span<char> text = stackalloc char[MostOnStack];
        return TplTaskName.TryQualify(name, place.Assembly, place.Type, text, out int length)
            ? hub.Names.Intern(text[..length])
            : hub.Names.Intern(TplTaskName.Qualify(name.ToString(), place.Assembly, place.Type));
    }

    /// <summary>A task is awaited.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Wait(ThreadBuffer buffer, ref AsyncEvent e)
    {
        if (_walk is { } walk && buffer.StackTop is var top and not 0 && e.Detail != (byte)WaitBehavior.Synchronous)
            e.Extra = walk.Suspending(top);
    }

    /// <summary>A continuation is queued: an operation may have yielded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Yield(ThreadBuffer buffer, ref AsyncEvent e)
    {
        if (_walk is { } walk && buffer.StackTop is var top and not 0)
            e.OtherId = walk.Suspending(top);
    }
}
