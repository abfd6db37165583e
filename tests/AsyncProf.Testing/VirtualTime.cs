namespace AsyncProf.Testing;

/// <summary>A clock that goes on only when it is told to, with its timers.</summary>
public sealed class VirtualTime : TimeProvider
{
    private const int Hops = 3;

    private readonly object _lock = new();
    private readonly List<VirtualTimer> _timers = [];
    private TimeSpan _now;
    private TimeSpan _set;
    private int _sets;

    /// <summary>What it shows at first.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <summary>How long it has gone on.</summary>
    public TimeSpan Now
    {
        get
        {
            lock (_lock)
                return _now;
        }
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return Start + _now + _set;
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => Now.Ticks;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Goes on; no timer runs.</summary>
    public void Pass(TimeSpan time)
    {
        lock (_lock)
            _now += time;
    }

    /// <summary>Somebody sets the clock: what it shows jumps, and no time has passed.</summary>
    public void SetClock(TimeSpan by)
    {
        lock (_lock)
            _set += by;
    }

    /// <summary>
    /// Begins something and runs it to its end. What goes on when a timer is due does so at once, on the thread that lets the time pass: nothing that waits for this clock alone can be late.
    /// </summary>
    public Task RunAsync(Func<Task> begin)
    {
        SynchronizationContext? context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return RunAsync(begin());
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    /// <summary>Runs to its end what has begun elsewhere: whenever it seems to wait for nothing but this clock, that goes on to the next timer.</summary>
    public async Task RunAsync(Task work)
    {
        while (!work.IsCompleted)
        {
            await SettleAsync(work);
            if (!work.IsCompleted)
                Jump();
        }

        await work;
    }

    /// <summary>Lets go on for real whatever does: until no timer has been set meanwhile, and whoever waited for a thread has had one.</summary>
    private async Task SettleAsync(Task work)
    {
        int before;
        do
        {
            before = Volatile.Read(ref _sets);
            await Task.WhenAny(work, Task.Delay(2));
            for (int hop = 0; hop < Hops; hop++)
            {
                await Task.Yield();
                await Task.Run(static () => { });
            }
        }
        while (!work.IsCompleted && before != Volatile.Read(ref _sets));
    }

    private void Jump()
    {
        VirtualTimer[] due;
        lock (_lock)
        {
            if (_timers.Count == 0)
                return;
            _now = _timers.Min(timer => timer.Due);
            due = [.. _timers.Where(timer => timer.Due <= _now)];
            foreach (VirtualTimer timer in due)
                _timers.Remove(timer);
        }

        foreach (VirtualTimer timer in due)
            timer.Fire();
    }

    private void Set(VirtualTimer timer, TimeSpan due)
    {
        lock (_lock)
        {
            _sets++;
            _timers.Remove(timer);
            if (due == Timeout.InfiniteTimeSpan)
                return;
            timer.Due = _now + due;
            _timers.Add(timer);
        }
    }

    private sealed class VirtualTimer(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        public TimeSpan Due { get; set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time.Set(this, dueTime);
            return true;
        }

        public void Dispose() => time.Set(this, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
