using System.Diagnostics.Tracing;

namespace AsyncProf.Direct;

/// <summary>
/// Puts a receiver of ours where EventPipe gets the events of the Task Parallel Library, keeps it there while sessions and listeners come and go, and takes it away again. What others ask for they
/// get as without us, and when we have gone everything is as it would be then.
/// </summary>
/// <param name="shape">The members of the runtime.</param>
/// <param name="asked">What we ask for.</param>
internal sealed class DirectDoor(RuntimeShape shape, SourceState asked)
{
    /// <summary>How long after closing commands may still be on their way that read what was asked for before.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    private Type? _type;
    private object? _before;
    private object? _ours;
    private SourceState _without;
    private bool _isSending;
    private bool _isHearing;
    private Timer? _settle;

    /// <summary>Whether the receiver stands there.</summary>
    public bool IsOpen => Volatile.Read(ref _ours) is not null;

    /// <summary>Commands of others that could not be followed. Anything but 0 is a bug of ours.</summary>
    public long Faults { get; private set; }

    /// <summary>Puts the receiver there; false if something else than the runtime's own stands there already: another copy of this.</summary>
    /// <param name="sink">Gets the events from now on.</param>
    public bool TryOpen(DirectSink sink)
    {
        _type ??= ReceiverType.Make(shape); // before the lock: it takes milliseconds
        lock (shape.ListenersLock)
        {
            if (_ours is not null || shape.Standing is not { } standing || standing.GetType().Name != RuntimeShape.OrdinaryProvider)
                return false;
            _without = shape.State;
            _before = standing;
            object ours = Activator.CreateInstance(_type)!;
            _type.GetField(ReceiverType.Before)!.SetValue(ours, standing);
            _type.GetField(ReceiverType.Sink)!.SetValue(ours, sink);
            _ours = ours;
            SetOurs();
            shape.Standing = ours;
            if (!_isHearing)
            {
                _isHearing = true;
                shape.Source.EventCommandExecuted += OnCommand;
            }

            Send();
            shape.State = _without.With(asked);
            PassOn(shape.StateOf(standing).IsOn);
            return true;
        }
    }

    /// <summary>Has another sink get the events from now on.</summary>
    public void HandTo(DirectSink sink)
    {
        lock (shape.ListenersLock)
            _type!.GetField(ReceiverType.Sink)!.SetValue(_ours, sink);
    }

    /// <summary>Takes the receiver away. Commands are followed for some seconds more: one that was on its way would leave the source on.</summary>
    public void Close()
    {
        lock (shape.ListenersLock)
        {
            if (_ours is not { } ours)
                return;
            if (shape.Standing == ours)
                shape.Standing = _before;
            _ours = null;
            SourceState theirs = shape.StateOf(_before!);
            foreach (int id in shape.Events())
                shape.Enable(id, shape.Matches(id, theirs));
            shape.State = _without;
            SettleLater();
        }
    }

    /// <summary>Follows no commands any more, unless the receiver stands there again.</summary>
    public void Settle()
    {
        lock (shape.ListenersLock)
        {
            if (_ours is not null || !_isHearing)
                return;
            _isHearing = false;
            shape.Source.EventCommandExecuted -= OnCommand;
            _settle?.Dispose();
            _settle = null;
            _before = null;
        }
    }

    private void SettleLater()
    {
        _settle?.Dispose();
        bool isSuppressed = ExecutionContext.IsFlowSuppressed();
        if (!isSuppressed)
            ExecutionContext.SuppressFlow(); // what flows belongs to the app
        _settle = new Timer(static door => ((DirectDoor)door!).Settle(), this, Settling, Timeout.InfiniteTimeSpan);
        if (!isSuppressed)
            ExecutionContext.RestoreFlow();
    }

    private void SetOurs() => shape.Set(_ours!, shape.StateOf(_before!).With(asked));

    private void Send()
    {
        _isSending = true;
        try
        {
            shape.Send(shape.StateOf(_ours!));
        }
        finally
        {
            _isSending = false;
        }
    }

    private void PassOn(bool isWanted) => _type!.GetField(ReceiverType.PassesOn)!.SetValue(_ours, isWanted);

    /// <summary>
    /// Somebody's command has just been carried out, under the listeners' lock. A session's command carries what our receiver says is asked for; or, if it was on its way when we came or went, what
    /// was asked for the moment before, because the runtime reads that before it takes the lock.
    /// </summary>
    private void OnCommand(object? sender, EventCommandEventArgs command)
    {
        if (_isSending || _before is not { } before)
            return;
        try
        {
            if (shape.Standing != (_ours ?? before))
                return; // the process is shutting down, or another copy of this stands there
            SourceState theirs = shape.StateOf(before), told = shape.Asked(command, out bool isListener);
            if (command.Command is EventCommand.Enable or EventCommand.Disable)
                Follow(isListener ? told : theirs, theirs);
            if (_ours is not null)
                SetOurs();
            else if (isListener || told == theirs || !(told.IsOn || theirs.IsOn))
                return;
            shape.State = _ours is not null ? _without.With(asked) : _without;
            foreach (int id in shape.Events())
                shape.Enable(id, shape.Matches(id, theirs) || (_ours is not null && shape.Matches(id, asked)));
            if (_ours is not null)
                PassOn(theirs.IsOn);
        }
        catch (Exception)
        {
            Faults++; // it would reach who sent the command
        }
    }

    /// <summary>Keeps in mind what the source would stand at without us.</summary>
    private void Follow(SourceState told, SourceState theirs)
    {
        if (told.IsOn)
            _without = _without.After(told);
        else if (!shape.Events().Any(id => shape.IsWantedElsewhere(id) || shape.Matches(id, theirs)))
            _without = default;
    }
}
