using System.Diagnostics;
using AsyncProf.Capture;
using AsyncProf.Engine;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Scopes;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf;

/// <summary>A running recording of a part of the program. Stop it to get the profile; disposing it stops it too.</summary>
public sealed class ProfilerScope : IAsyncDisposable
{
    private readonly EngineLease _lease;
    private readonly IDisposable _window;
    private readonly IDisposable _measuring;
    private readonly ScopeSink _sink;
    private readonly TaskCompletionSource<AsyncProfile> _profile = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ushort _id;
    private readonly ushort _outer;
    private readonly long _key;
    private readonly int _name;
    private readonly bool _isOwn;
    private readonly long _started = Stopwatch.GetTimestamp();
    private EngineCounts _from;
    private ProcessUse? _used;
    private long _ended;
    private readonly MeasuredUse _wanted;
    private int _stopped;

    private ProfilerScope(ProfilerScopeOptions options, string name)
    {
        _lease = new EngineLease(); // after the scope's start: the capture may have to start too
        _window = Engine.Windows.Hold(); // a scope sees all of its time, whatever the budget
        CaptureHub hub = CaptureHub.Instance;
        _measuring = hub.Measure(_wanted = options.Measured);
        _isOwn = name == OwnEntry.Window;
        _name = hub.Names.Intern(CompilerNames.Readable(name));
        _id = OpenScopes.NewId();
        _key = ((long)_id << 32) ^ Stopwatch.GetTimestamp();
        _outer = ScopeFlow.Enter(_id);
        OpenScopes.SetOuter(_id, _outer);
        _sink = new ScopeSink(hub.Names, Engine.Methods, Engine.Awaits, _id, options.ProcessWide, _wanted, _started);
        ProcessUse? use = Used();
        Engine.AfterNow(() =>
        {
            Engine.Snapshot(_started); // what went on before is charged before the scope listens
            _from = Engine.Counts(use) with { Timestamp = _started };
            Engine.Trees.Add(_sink);
            if (options.ProcessWide)
                Engine.Looks.Open(_id, _started);
        });
        Mark(AsyncEventKind.EntryStart);
    }

    private ProfilerEngine Engine => _lease.Engine;

    /// <summary>
    /// Closes the scope and returns what it saw. Calling it again returns the same profile. The first call takes the time of some tens of
    /// milliseconds, in which the last events are read.
    /// </summary>
    public Task<AsyncProfile> StopAsync()
    {
        if (Interlocked.Exchange(ref _stopped, 1) == 0)
        {
            Mark(AsyncEventKind.EntryStop);
            (_ended, _used) = (Stopwatch.GetTimestamp(), Used());
            ScopeFlow.Leave(_outer);
            Engine.AfterNow(Finish);
        }

        return _profile.Task;
    }

    /// <summary>Closes the scope if it is still open.</summary>
    public ValueTask DisposeAsync() => new(StopAsync());

    internal static ProfilerScope Open(ProfilerScopeOptions options, string name) => new(options, name);

    private void Finish()
    {
        Action? tell = null;
        try
        {
            Engine.Snapshot(_ended); // what began in the scope and goes on is charged up to here
            Engine.CloseLook(_id);
            Engine.Trees.Remove(_sink);
            AsyncProfile profile = _sink.Build(ProfilerEngine.Describe(_from, Engine.Counts(_used) with { Timestamp = _ended }, _wanted));
            tell = () => _profile.TrySetResult(profile);
        }
        catch (Exception exception)
        {
            tell = () => _profile.TrySetException(exception);
        }
        finally
        {
            OpenScopes.Remove(_id);
            _window.Dispose();
            _measuring.Dispose();

            // Told by a thread that is profiled, or another capture would see who waits for it and not that it has come. The engine may stop with the lease, and must not wait for its own thread.
            ThreadPool.UnsafeQueueUserWorkItem(
                static end =>
                {
                    end.Tell?.Invoke();
                    end.Lease.Dispose();
                },
                (Tell: tell, Lease: _lease),
                preferLocal: false);
        }
    }

    /// <summary>What the process has used at a mark, where that is measured: the engine comes to it a while later.</summary>
    private static ProcessUse? Used()
    {
        CaptureHub hub = CaptureHub.Instance;
        MeasuredUse measured = hub.Uses.Measured;
        return measured == MeasuredUse.None ? null : hub.Uses.Read(hub.Buffers, isExact: measured.HasFlag(MeasuredUse.Allocations));
    }

    private void Mark(AsyncEventKind kind)
    {
        if (CaptureHub.Instance.BufferOfThisThread() is not { } buffer || !buffer.Enter())
            return;
        CaptureHub.Instance.Uses.BeforeMark(buffer);
        buffer.Mark(kind, (byte)EntryFlags.Scope, _key, _name, _id);
        if (kind == AsyncEventKind.EntryStart && _isOwn)
            buffer.MarkAlso(AsyncEventKind.EntryName, (byte)EntryNews.Own, _key);
        buffer.Leave();
    }
}
