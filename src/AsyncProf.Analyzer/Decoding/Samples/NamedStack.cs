using AsyncProf.Samples;

namespace AsyncProf.Decoding.Samples;

/// <summary>A sampled stack by the names of its frames, the outermost first.</summary>
internal sealed class NamedStack
{
    /// <summary>Stands for all that is done to tell of what the program does.</summary>
    private const string Profiling = "(profiling)";

    /// <summary>Native code that an operation's own method has called, or where it is blocked: before .NET 9 a lock is there.</summary>
    private const string Native = "(native)";

    private readonly List<NamedFrame> _frames;
    private readonly bool _isManaged;
    private readonly bool _isPoll;
    private readonly Dictionary<int, SampledPath> _from = [];

    /// <summary>A stack.</summary>
    /// <param name="frames">Its frames.</param>
    /// <param name="isManaged">Whether the thread was in managed code; if not, it was in native code that the innermost frame had called, or blocked there.</param>
    public NamedStack(List<NamedFrame> frames, bool isManaged)
    {
        _isPoll = frames.Count > 0 && frames[^1].Role == FrameRole.Poll;
        _isManaged = isManaged || _isPoll;
        _frames = frames;
        while (frames.Count > 0 && frames[^1].Role == FrameRole.Poll)
            frames.RemoveAt(frames.Count - 1);
        for (int i = frames.Count - 1; i > 0; i--)
        {
            if (frames[i] is { IsOfMachine: true, Role: FrameRole.Code } && frames[i].Name == frames[i - 1].Name)
                frames.RemoveAt(i); // an iterator's own parts call each other
        }

        Begin = frames.FindLastIndex(frame => frame.Role == FrameRole.Resumer) + 1;
    }

    /// <summary>Where it begins to be what the program wrote.</summary>
    public int Begin { get; }

    /// <summary>Whether the thread waited for work.</summary>
    public bool IsIdle => _frames.Exists(frame => frame.Role == FrameRole.Idle) && _frames.FindLastIndex(frame => frame.Role == FrameRole.Idle) >= Begin - 1;

    /// <summary>Whether it is a thread of the profiler's own.</summary>
    public bool IsOurs => Begin < _frames.Count && _frames[Begin].Role == FrameRole.Profiling;

    /// <summary>The first frame below an operation's own.</summary>
    /// <param name="operation">The canonical name of the method that the thread executed.</param>
    public int BelowOf(string operation)
    {
        for (int i = _frames.Count - 1; i >= 0; i--)
        {
            if (_frames[i].Name == operation && !IsStarted(i))
                return i + 1;
        }

        return Math.Min(_frames.Count, Begin + 1); // its name is not known: it is what was resumed last
    }

    /// <summary>The frames from a place on.</summary>
    public SampledPath From(int first)
    {
        if (!_from.TryGetValue(first, out SampledPath? from))
            _from.Add(first, from = Read(first));
        return from;
    }

    /// <summary>Where in its code a frame is.</summary>
    public ulong AddressAt(int index) => index < _frames.Count ? _frames[index].Address : 0;

    /// <summary>The frames from a place on that were surely there, as <see cref="From"/> has them, with where they are.</summary>
    public IEnumerable<(SampledFrame Frame, ulong Address)> AddressesFrom(int first)
    {
        SampledPath path = From(first);
        for (int i = first, at = 0; i < _frames.Count && at < path.Certain; i++)
        {
            if (_frames[i].Name != path.Frames[at].Name || IsStartOf(i))
                continue; // of a call that has not suspended, what it is compiled to
            yield return (path.Frames[at++], _frames[i].Address);
        }
    }

    /// <summary>Whether it is an async method that calls what it is compiled to for the first time. What starts that is inlined in optimized code.</summary>
    private bool IsStartOf(int index)
    {
        int next = index + 1;
        while (next < _frames.Count && _frames[next].Role == FrameRole.Starter)
            next++;
        return next < _frames.Count && _frames[index].Role == FrameRole.Code && _frames[next].Role == FrameRole.Machine && _frames[next].Name == _frames[index].Name;
    }

    /// <summary>Whether it is what an async method is compiled to, called for the first time. What code calls otherwise is an iterator's: those are compiled to the same names.</summary>
    private bool IsStarted(int index) => index > 0 && _frames[index].Role == FrameRole.Machine && (_frames[index - 1].Role == FrameRole.Starter || IsStartOf(index - 1));

    private SampledPath Read(int first)
    {
        var read = new List<SampledFrame>();
        int certain = -1; // what leads out of a method is where one that has done its work stops
        for (int i = first; i < _frames.Count; i++)
        {
            NamedFrame frame = _frames[i];
            if (certain < 0 && frame.Role is (FrameRole.Profiling or FrameRole.Suspender))
                certain = read.Count;
            if (frame.Role == FrameRole.Profiling)
            {
                read.Add(new SampledFrame(Profiling, IsFramework: false, "", IsExternal: false, IsPrefix: false) { IsMachinery = true });
                break;
            }

            // Who calls an async method calls a method of its name, which starts what it is compiled to.
            if (frame.Role is FrameRole.Starter or FrameRole.Resumer || IsStartOf(i))
                continue;
            read.Add(new SampledFrame(frame.Name, frame.IsFramework, frame.Assembly, IsExternal: false, IsPrefix: IsStarted(i)) { IsMachinery = frame.Role == FrameRole.Suspender });
        }

        if (!_isManaged && read.Count > 0)
            read[^1] = read[^1] with { IsExternal = true };
        else if (!_isManaged)
            read.Add(new SampledFrame(Native, IsFramework: false, "", IsExternal: true, IsPrefix: false));
        bool isSuspect = !_isPoll && _isManaged && certain >= 0, isLate = _isPoll || isSuspect;
        certain = isLate && certain >= 0 ? certain : read.Count;
        while (isLate && certain > 0 && read[certain - 1].IsFramework)
            certain--; // it asks there, and may have been called meanwhile
        return new SampledPath(read, certain) { IsLate = isLate, IsSuspect = isSuspect, IsProfiling = read.Count > 0 && read[^1].Name == Profiling };
    }
}
