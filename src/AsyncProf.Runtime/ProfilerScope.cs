using System.Collections.Concurrent;
using System.Diagnostics;
using AsyncProf.Capture;
using AsyncProf.Events;
using AsyncProf.Pipeline;
using AsyncProf.Profiles;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf;

/// <summary>A running recording of a part of the program. Stop it to get the profile; disposing it stops it too.</summary>
public sealed class ProfilerScope : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<ushort, ushort> OuterScopes = new();
    private static int s_lastId;

    private readonly ProfilerEngine _engine;
    private readonly ScopeSink _sink;
    private readonly TaskCompletionSource<AsyncProfile> _profile = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ushort _id;
    private readonly ushort _outer;
    private readonly long _key;
    private readonly int _name;
    private readonly long _started = Stopwatch.GetTimestamp();
    private EngineCounts _from;
    private long _ended;
    private int _stopped;

    private ProfilerScope(ProfilerScopeOptions options, string name)
    {
        _engine = ProfilerEngine.Acquire();
        CaptureHub hub = CaptureHub.Instance;
        _name = hub.Names.Intern(CompilerNames.Readable(name));
        do
        {
            _id = (ushort)Interlocked.Increment(ref s_lastId);
        }
        while (_id == 0 || !OuterScopes.TryAdd(_id, 0));
        _key = ((long)_id << 32) ^ Stopwatch.GetTimestamp();
        _outer = ScopeFlow.Enter(_id);
        OuterScopes[_id] = _outer;
        _sink = new ScopeSink(hub.Names, _engine.Methods, _id, options.ProcessWide, Stopwatch.GetTimestamp(), Includes);
        _engine.AfterNow(() =>
        {
            _engine.Snapshot(); // what went on before is charged before the scope listens
            _from = _engine.Counts() with { Timestamp = _started };
            _engine.Trees.Add(_sink);
        });
        Mark(AsyncEventKind.EntryStart);
    }

    /// <summary>
    /// Closes the scope and returns what it saw. Calling it again returns the same profile. The first call takes the time of some tens of
    /// milliseconds, in which the last events are read.
    /// </summary>
    public Task<AsyncProfile> StopAsync()
    {
        if (Interlocked.Exchange(ref _stopped, 1) == 0)
        {
            Mark(AsyncEventKind.EntryStop);
            _ended = Stopwatch.GetTimestamp();
            ScopeFlow.Leave(_outer);
            _engine.AfterNow(Finish);
        }

        return _profile.Task;
    }

    /// <summary>Closes the scope if it is still open.</summary>
    public ValueTask DisposeAsync() => new(StopAsync());

    internal static ProfilerScope Open(ProfilerScopeOptions options, string name) => new(options, name);

    private void Finish()
    {
        try
        {
            _engine.Snapshot(); // what began in the scope and goes on is charged up to here
            _engine.Trees.Remove(_sink);
            _profile.TrySetResult(_sink.Build(ProfilerEngine.Describe(_from, _engine.Counts() with { Timestamp = _ended })));
        }
        catch (Exception exception)
        {
            _profile.TrySetException(exception);
        }
        finally
        {
            OuterScopes.TryRemove(_id, out _);

            // The engine may stop with this, and must not wait for its own thread.
            ThreadPool.UnsafeQueueUserWorkItem(static _ => ProfilerEngine.Release(), null);
        }
    }

    /// <summary>Whether a scope is this one or one opened inside it.</summary>
    private bool Includes(ushort scope)
    {
        for (int hops = 0; scope != 0 && hops < 64; hops++)
        {
            if (scope == _id)
                return true;
            scope = OuterScopes.GetValueOrDefault(scope);
        }

        return false;
    }

    private void Mark(AsyncEventKind kind)
    {
        if (CaptureHub.Instance.BufferOfThisThread() is not { } buffer || !buffer.Enter())
            return;
        buffer.Mark(kind, (byte)EntryFlags.Scope, _key, _name, _id);
        buffer.Leave();
    }
}
