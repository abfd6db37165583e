using System.Runtime.CompilerServices;

namespace AsyncProf.Usage;

/// <summary>What has been told of a thread's use so far. Its thread's alone, but for <see cref="Tracing"/>.</summary>
internal struct ThreadUse
{
    private long _bytes;
    private long _tracingAhead;
    private long _tracing;
    private ThreadTimesReading _times;
    private ulong _completions;
    private int _executing;
    private int _epoch;

    /// <summary>Bytes that tracing has cost the thread so far and that were taken out. Any thread may look.</summary>
    public readonly long Tracing => Volatile.Read(in _tracing);

    /// <summary>Whether the thread is completing a task, rather than executing one.</summary>
    public readonly bool IsCompleting => (_completions & 1) != 0;

    /// <summary>Whether a request has started while the thread executed no task, and it has executed none since.</summary>
    public bool IsInPrefix { get; private set; }

    /// <summary>A request starts or stops, or a scope does.</summary>
    public void Mark() => IsInPrefix = IsOutside;

    /// <summary>Whether the last that was told is that an operation has ended.</summary>
    public bool HasJustEnded { get; set; }

    /// <summary>Whether the thread executes no task, as far as was told since this is measured.</summary>
    public readonly bool IsOutside => _executing == 0;

    /// <summary>The thread begins to complete a task, or to execute one; that was told at a cost in bytes. Of 64 inside one another the innermost are known.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Enter(bool completes, long traced)
    {
        _tracingAhead += traced;
        IsInPrefix = false;
        _completions = (_completions << 1) | (completes ? 1UL : 0);
        _executing += completes ? 0 : 1;
    }

    /// <summary>It ends what it began last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Leave(bool completes, long traced)
    {
        _tracingAhead += traced;
        _completions >>= 1;
        if (!completes && _executing > 0)
            _executing--;
    }

    /// <summary>Tracing has allocated, or will before the next reading, on this thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Traced(long bytes) => _tracingAhead += bytes;

    /// <summary>Bytes that the thread has allocated since this was last asked, less what tracing did.</summary>
    /// <param name="epoch">Tells what is measured together: of what came before it nothing is said.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long TakeAllocated(int epoch)
    {
        if (epoch != _epoch)
        {
            Begin(epoch);
            return 0;
        }

        long now = GC.GetAllocatedBytesForCurrentThread(), allocated = now - _bytes;
        _bytes = now;
        long tracing = Math.Min(allocated, _tracingAhead);
        _tracingAhead -= tracing;
        _tracing += tracing;
        return allocated - tracing;
    }

    /// <summary>Time that the thread has used since this was last asked.</summary>
    /// <returns>False where there is none, or it is not told.</returns>
    public bool TryTakeCpu(int epoch, out CpuShare used)
    {
        used = default;
        if (epoch != _epoch)
        {
            Begin(epoch);
            return false;
        }

        ThreadTimesReading now = _times;
        if (!ThreadTimes.TryRead(ref now))
            return false;
        used = TakeUpTo(now);
        return used.Any;
    }

    /// <summary>What was used up to a reading and has not been taken.</summary>
    internal CpuShare TakeUpTo(in ThreadTimesReading now)
    {
        long cpu = Take(ref _times.CpuNs, now.CpuNs);
        var used = new CpuShare
        {
            Cpu = cpu,
            System = Take(ref _times.SystemNs, Math.Min(now.SystemNs, _times.SystemNs + cpu)), // it is told in larger steps
            Preempted = Take(ref _times.PreemptedNs, now.PreemptedNs),
        };
        (_times.Switches, _times.At, _times.DividedNs) = (now.Switches, now.At, now.DividedNs);
        return used;
    }

    private static long Take(ref long told, long now)
    {
        long taken = Math.Clamp(now - told, 0, CpuShare.Longest);
        told += taken;
        return taken;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Begin(int epoch)
    {
        _epoch = epoch;
        _completions = 0;
        _executing = 0;
        _tracingAhead = 0;
        if (ThreadTimes.IsSupported)
            ThreadTimes.TryRead(ref _times);
        _bytes = GC.GetAllocatedBytesForCurrentThread(); // last: the first time anything is done may allocate
    }
}
