using System.Diagnostics;
using AsyncProf.Capture;
using AsyncProf.Events;
using AsyncProf.Events.Batches;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Awaits;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Transport;

/// <summary>The capture of this process from the first who listens to the last, on a thread of its own.</summary>
internal sealed class PumpRun
{
    private const int CycleMilliseconds = 50, SendMilliseconds = 250;

    private static readonly long Slack = Stopwatch.Frequency / 100; // 10 ms: a thread may be interrupted while it writes
    /// <summary>Dispatchers are told so often: each time costs every thread that runs some a buffer.</summary>
    private static readonly long LongestWait = Stopwatch.Frequency / 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly object _cycle = new();
    private readonly CaptureHub _hub = CaptureHub.Instance;
    private readonly MetadataIndex _index = new();
    private readonly ModuleCodes _codes = new();
    private readonly CaptureReader<ThreadBuffer> _reader;
    private readonly BatchSender _sender;
    private readonly LoadedModules _modules;
    private readonly AutoResetEvent _wake = new(false);
    private readonly Thread? _main;
    private readonly Thread? _previous;
    private readonly Thread _thread;
    private IDisposable? _capture;
    private IDisposable? _edges;
    private readonly MeasureWish _measuring = new(CaptureHub.Instance);
    private readonly CaptureWindows _windows;
    private volatile SessionWishes _wishes;
    private long _pausedAt;
    private volatile bool _stopping;
    private bool _started;

    /// <param name="source">Where batches go.</param>
    /// <param name="main">The thread of <c>Main</c>, where it has not begun.</param>
    /// <param name="previous">The thread of the run before.</param>
    /// <param name="capture">The capture, if it is on already.</param>
    /// <param name="wishes">What who listens wishes.</param>
    public PumpRun(BatchSource source, Thread? main, Thread? previous, IDisposable? capture, SessionWishes wishes)
    {
        _windows = new CaptureWindows(_hub);
        (_main, _previous, _capture, _wishes) = (main, previous, capture, wishes);
        _reader = new CaptureReader<ThreadBuffer>(_hub, buffer => buffer);
        _modules = new LoadedModules(_hub, _index, _codes, () => _stopping);
        _sender = new BatchSender(_hub, new MethodTable(_hub.Names, _index), _modules, new CodeAwaits(_codes, _hub.Places, _index, _hub.Passed), source, "agent", () => _wishes);

        // While Main runs, a thread in the foreground: when Main returns the process still waits for it, and so for what it has to send.
        _thread = new Thread(Run) { IsBackground = main is null || main.IsBackground, Name = "AsyncProf" };
        _thread.UnsafeStart();
    }

    /// <summary>Somebody more listens. One caller at a time.</summary>
    /// <param name="wishes">What that one wishes.</param>
    public void Announce(SessionWishes wishes)
    {
        _wishes = _wishes.And(wishes);
        _sender.Announce();
        _wake.Set();
    }

    /// <summary>Sends everything up to now. A process that is very busy is not waited for longer than two seconds.</summary>
    public void Flush()
    {
        if (!Monitor.TryEnter(_cycle, Patience))
            return;
        try
        {
            if (_started)
                FlushNow();
        }
        finally
        {
            Monitor.Exit(_cycle);
        }
    }

    /// <summary>Ends it, soon; returns the thread that must have ended before the next run may read.</summary>
    public Thread Stop()
    {
        _stopping = true;
        _wake.Set();
        return _thread;
    }

    private void Run()
    {
        CaptureHub.ExcludeThisThread();
        try
        {
            _previous?.Join(); // only one may read the buffers
            AppDomain.CurrentDomain.UnhandledException += OnUnhandled;
            FollowWishes();
            _capture ??= _hub.Start(mode: _wishes.Capture);
            Pump();
        }
        catch (Exception)
        {
            _hub.CountFault(); // it would end the app
        }
        finally
        {
            End();
        }
    }

    private void End()
    {
        try
        {
            _capture?.Dispose();
            _edges?.Dispose();
            _measuring.Dispose();
            AppDomain.CurrentDomain.UnhandledException -= OnUnhandled;
            _modules.Dispose();
            _codes.Dispose();
            Discard();
            _hub.Pool.Trim();
        }
        catch (Exception)
        {
            _hub.CountFault();
        }
    }

    private void Pump()
    {
        lock (_cycle)
            _sender.Flush(upTo: 0, _reader.Lost); // before the modules are read, which may take a while
        while (!_stopping)
        {
            lock (_cycle)
            {
                _started = true;
                Cycle(Stopwatch.GetTimestamp() - Slack);
                FollowBudget();
            }

            if (!Thread.CurrentThread.IsBackground && _main is { IsAlive: false } or { IsBackground: true })
            {
                lock (_cycle)
                    FlushNow();
                Thread.CurrentThread.IsBackground = true; // Main has returned, and everything it did is sent
            }

            _wake.WaitOne(CycleMilliseconds);
        }
    }

    /// <summary>Sends everything up to now, and says so.</summary>
    private void FlushNow()
    {
        long now = Stopwatch.GetTimestamp();
        Cycle(now, isLast: true);
        _sender.End(now);
    }

    /// <summary>Sends what there is. Nothing older than the moment given will come later.</summary>
    private void Cycle(long upTo, bool isLast = false)
    {
        try
        {
            FollowWishes();
            _modules.Update();
            if (_windows.CutAt is var cut && cut <= upTo)
                Cut(cut);
            long read = Stopwatch.GetTimestamp();
            if (isLast)
                _sender.ReadUse(); // first: to have dispatchers flushed takes a while, of which no events are sent
            _reader.Collect(isLast ? upTo : upTo - LongestWait, isLast);
            if (!isLast)
            {
                read = Stopwatch.GetTimestamp();
                _sender.ReadUse();
            }

            Send(Math.Min(read, _reader.Complete)); // threads go on meanwhile
            _sender.Flush(Math.Min(upTo, _reader.Complete), _reader.Lost);
            _reader.ForgetEnded(_sender.Forget);
        }
        catch (Exception)
        {
            _hub.CountFault();
        }
    }

    private void Send(long upTo)
    {
        long complete = MergeOrder.UpTo(upTo), from = _windows.From;
        _sender.TellUse(upTo);
        foreach (CapturedThread<ThreadBuffer> queue in _reader.Queues)
        {
            while (queue.TryPeek(out long key) && key <= complete)
                _sender.Add(queue.Buffer, CaptureWindows.Since(from, queue.Take(complete)));
        }
    }

    /// <summary>Sends what belongs to a window that has closed, and says that it has.</summary>
    private void Cut(long last)
    {
        _reader.Collect(last, isUrgent: true);
        _sender.ReadUse();
        Send(Math.Min(last, _reader.Complete));
        _sender.Flush(last, _reader.Lost);
        _pausedAt = _windows.Cut();
        _sender.Pause(_pausedAt, _windows.Shed);
    }

    /// <summary>Opens or closes a window, if it is time.</summary>
    private void FollowBudget()
    {
        _windows.SetBudget(_wishes.Budget);
        _windows.Poll(Stopwatch.GetTimestamp(), _sender.Events + _reader.Lost, requestSeconds: 0);
        if (_pausedAt == 0 || !_hub.IsWindowOpen)
            return;
        _sender.Resume(Stopwatch.GetTimestamp());
        _pausedAt = 0;
    }

    private void FollowWishes()
    {
        _measuring.Set(_wishes.Measured);
        if (_wishes.ExactEdges)
            _edges ??= _hub.Edges.Start();
        _hub.Edges.Tend(Stopwatch.GetTimestamp());
    }

    private void Discard()
    {
        _reader.Collect();
        foreach (CapturedThread<ThreadBuffer> queue in _reader.Queues)
        {
            while (queue.TryPeek(out _))
                queue.Take(long.MaxValue);
        }

        _reader.Detach();
    }

    /// <summary>The process dies of this, and EventPipe sends what it has ten times a second: who looks for the cause wants the last of it.</summary>
    private void OnUnhandled(object sender, UnhandledExceptionEventArgs args)
    {
        Flush();
        Thread.Sleep(SendMilliseconds);
    }
}
