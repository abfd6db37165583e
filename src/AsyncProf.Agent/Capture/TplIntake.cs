using AsyncProf.Direct;
using AsyncProf.Events.Tpl;
using AsyncProf.Usage;

namespace AsyncProf.Capture;

/// <summary>Receives the events of the Task Parallel Library in the way that is asked for and that this process allows.</summary>
internal sealed class TplIntake(CaptureHub hub)
{
    /// <summary>What <see cref="How"/> says of events that come past the dispatch to listeners.</summary>
    public const string Directly = "direct";

    /// <summary>Why they cannot where somebody else has put a receiver there.</summary>
    public const string Occupied = "another profiler of this kind is in the process";

    private static readonly SourceState Asked = new(true, Level: 4, TplEvents.Keywords); // Informational

    private readonly TplReceiver _receiver = new(hub);
    private DirectDoor? _door;
    private TplListener? _listener;
    private string? _cannot;
    private TracingTrial? _off;
    private string _triedFor = "";
    private bool _hasTried;

    /// <summary>How events are received: <see cref="Directly"/>, or <c>listener</c>, with why not directly where nobody asked for that. Empty before the first start.</summary>
    public string How { get; private set; } = "";

    /// <summary>Failures to follow what others ask of the source.</summary>
    public long Faults => _door?.Faults ?? 0;

    /// <summary>Whether events come directly and cannot be read any more: <see cref="Start"/> anew, and a listener gets them.</summary>
    public bool HasFailed => How == Directly && _receiver.HasFailed;

    /// <summary>Whether it is tried what the runtime allocates for events, also if nobody asks for bytes yet: it cannot be once they are received.</summary>
    public bool TriesTracing { get; set; }

    /// <summary>Begins.</summary>
    /// <param name="mode">How events are to be received.</param>
    /// <param name="measured">What is to be measured of threads.</param>
    public void Start(CaptureMode mode, MeasuredUse measured = MeasuredUse.None)
    {
        bool isMeant = (measured & MeasuredUse.Allocations) != 0;
        if (_off is null && (isMeant || (TriesTracing && !_hasTried)))
        {
            _off = TracingTrial.Run(CaptureHub.ExcludeThisThread);
            _hasTried = true;
        }

        Receive(mode);
        hub.Uses.Begin(measured, hub.Buffers);
    }

    private void Receive(CaptureMode mode)
    {
        if (HasFailed)
        {
            Stop();
            _cannot = "too many of its events could not be read";
        }

        if (mode == CaptureMode.Listener)
        {
            How = "listener";
        }
        else if (TryDirect() is { } why)
        {
            How = $"listener ({why})";
        }
        else
        {
            How = Directly;
            return;
        }

        using (_off is null ? null : new DeafListener())
            Try("listener");
        _listener = new TplListener(hub);
    }

    /// <summary>Tries what the runtime allocates for events that are received in a way, once. They are received already, but nobody hears them.</summary>
    private void Try(string way)
    {
        if (_off is null || _triedFor == way)
            return;
        hub.Uses.Tracing = TracingTrial.Compare(_off, TracingTrial.Run(CaptureHub.ExcludeThisThread));
        _triedFor = hub.Uses.Tracing is null ? "" : way;
    }

    /// <summary>Ends; the app runs at full speed again.</summary>
    public void Stop()
    {
        _listener?.Dispose();
        _listener = null;
        _door?.Close();
    }

    /// <summary>Gives up at once what is kept for a moment after the end, in case commands of others are on their way.</summary>
    public void Settle() => _door?.Settle();

    private bool Open(DirectDoor door)
    {
        if (_off is null || _triedFor == Directly)
            return door.TryOpen(_receiver);
        if (!door.TryOpen(new DeafSink()))
            return false;
        Try(Directly);
        door.HandTo(_receiver);
        return true;
    }

    /// <summary>Null if events come directly now; else why they do not.</summary>
    private string? TryDirect()
    {
        if (_cannot is not null)
            return _cannot;
        DirectDoor? door = _door;
        try
        {
            if (door is not null)
                return Open(door) ? null : Occupied;
            if (RuntimeShape.TryBind(out string why) is not { } shape)
                return _cannot = why;
            door = new DirectDoor(shape, Asked);
            if (DirectProof.FindFault(door) is { } fault)
            {
                door.Close();
                return fault == Occupied ? fault : _cannot = fault; // who occupies it may leave
            }

            Try(Directly);
            door.HandTo(_receiver);
            _door = door;
            return null;
        }
        catch (Exception exception)
        {
            door?.Close();
            return _cannot = exception.GetType().Name; // whatever it is, there is the listener
        }
    }
}
