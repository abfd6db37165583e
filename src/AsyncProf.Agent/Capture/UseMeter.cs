using System.Runtime.CompilerServices;
using AsyncProf.Events;
using AsyncProf.Events.Tpl;
using AsyncProf.Usage;

namespace AsyncProf.Capture;

/// <summary>Reads what threads use at the bounds of what they execute, and writes it into their events.</summary>
internal sealed class UseMeter
{
    private volatile MeasuredUse _measured;
    private volatile TracingBytes _tracing = TracingBytes.None;
    private ProcessUse _began;
    private int _epoch;
    private long _tracingOfEnded;

    /// <summary>What is measured; nothing unless somebody asks for it.</summary>
    public MeasuredUse Measured => _measured;

    /// <summary>Another each time that measuring begins.</summary>
    public int Epoch => Volatile.Read(ref _epoch);

    /// <summary>What the runtime allocates for events, as far as it is known.</summary>
    public TracingBytes Tracing
    {
        get => _tracing;
        set => _tracing = value;
    }

    /// <summary>Begins anew: of what threads used before this, or while nothing was captured, nothing is said.</summary>
    /// <param name="measured">What is measured.</param>
    /// <param name="buffers">The newest of the threads' buffers.</param>
    public void Begin(MeasuredUse measured, ThreadBuffer? buffers)
    {
        if (!ThreadTimes.IsSupported)
            measured &= ~MeasuredUse.Cpu;
        _began = Read(buffers) with { Measured = measured };
        Interlocked.Increment(ref _epoch);
        _measured = measured;
    }

    /// <summary>Nothing is measured any more.</summary>
    public void End() => _measured = MeasuredUse.None;

    /// <summary>What the process had used when measuring began last.</summary>
    public ProcessUse Began => _began;

    /// <summary>What the process has used so far.</summary>
    /// <param name="buffers">The newest of the threads' buffers.</param>
    public ProcessUse Read(ThreadBuffer? buffers)
    {
        long tracing = Volatile.Read(ref _tracingOfEnded);
        for (ThreadBuffer? buffer = buffers; buffer is not null; buffer = buffer.Next)
            tracing += buffer.Use.Tracing;
        return new ProcessUse(_measured, GC.GetTotalAllocatedBytes(), tracing, OwnUse.Bytes, ThreadTimes.OfThisProcess(), OwnUse.CpuNs);
    }

    /// <summary>A thread has ended, and its buffer is looked at no more.</summary>
    public void Forget(ThreadBuffer buffer) => Interlocked.Add(ref _tracingOfEnded, buffer.Use.Tracing);

    /// <summary>An event follows after which another operation may run on the thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void BeforeBound(ThreadBuffer buffer)
    {
        if ((_measured & MeasuredUse.Cpu) != 0)
            WriteCpu(buffer, detail: 0);
    }

    /// <summary>Such an event is being written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AtBound(ThreadBuffer buffer, ref AsyncEvent e)
    {
        if ((_measured & MeasuredUse.Allocations) != 0)
            e.Allocated = buffer.Use.TakeAllocated(_epoch);
    }

    /// <summary>An event is being written: what the runtime has allocated in order to tell it, or will for what it tells of, is kept in mind, and what the thread is about.</summary>
    /// <param name="buffer">The thread's.</param>
    /// <param name="e">The event.</param>
    /// <param name="name">The text that it bears.</param>
    public void Trace(ThreadBuffer buffer, in AsyncEvent e, ReadOnlySpan<char> name)
    {
        ref ThreadUse use = ref buffer.Use;
        TracingBytes tracing = _tracing;
        switch (e.Kind)
        {
            case AsyncEventKind.WorkBegin:
                use.Enter(completes: e.Detail == (byte)TaskWork.CompletionNotification);
                use.Traced(tracing.Work);
                break;
            case AsyncEventKind.WorkEnd:
                use.Leave(completes: e.Detail == (byte)TaskWork.CompletionNotification);
                break;
            case AsyncEventKind.WaitBegin when e.Detail != (byte)WaitBehavior.Synchronous:
                use.Traced(tracing.Await);
                break;
            case AsyncEventKind.ContinuationScheduled:
                use.Traced(use.IsCompleting ? tracing.Queue : tracing.Yield);
                break;
            case AsyncEventKind.OperationBegin when name.StartsWith(TplTaskName.MethodPrefix, StringComparison.Ordinal):
                use.Traced(tracing.Begin + TracingBytes.OfText(name.Length));
                break;
            case AsyncEventKind.OperationBegin when TplTaskName.IsDelegateName(name):
                use.Traced(TracingBytes.OfText(name.Length));
                break;
        }
    }

    /// <summary>A mark follows that separates what was used before from what is used after.</summary>
    public void BeforeMark(ThreadBuffer buffer)
    {
        MeasuredUse measured = _measured;
        if ((measured & MeasuredUse.Cpu) != 0)
            WriteCpu(buffer, AsyncEvent.BeforeMark);
        if ((measured & MeasuredUse.Allocations) == 0)
            return;
        ref AsyncEvent e = ref buffer.Reserve(AsyncEventKind.Allocated);
        if (Unsafe.IsNullRef(ref e))
            return;
        e.Allocated = buffer.Use.TakeAllocated(_epoch);
        buffer.Publish();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WriteCpu(ThreadBuffer buffer, byte detail)
    {
        if (!buffer.Use.TryTakeCpu(_epoch, out uint cpu, out uint system, out uint preempted))
            return;
        ref AsyncEvent e = ref buffer.Reserve(AsyncEventKind.Cpu);
        if (Unsafe.IsNullRef(ref e))
            return;
        e.Detail = detail;
        (e.TaskId, e.OtherId, e.Extra) = ((int)cpu, (int)system, (int)preempted);
        buffer.Publish();
    }
}
