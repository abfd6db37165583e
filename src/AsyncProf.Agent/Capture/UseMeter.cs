using System.Runtime.CompilerServices;
using AsyncProf.Events;
using AsyncProf.Events.Tpl;
using AsyncProf.Usage;

namespace AsyncProf.Capture;

/// <summary>Reads what threads use at the bounds of what they execute, and writes it into their events.</summary>
internal sealed class UseMeter
{
    private volatile MeasuredUse _measured;
    private volatile TracingBytes? _tracing;
    private int _begin;
    private int _told;
    private int _end;
    private int _await;
    private int _blocked;
    private int _yield;
    private int _queue;
    private int _scheduled;
    private int _relation;
    private int _workBegin;
    private int _workEnd;
    private volatile UseChange _change = new(0, MeasuredUse.None, default, null);
    private int _epoch;
    private long _tracingOfEnded;

    /// <summary>What is measured; nothing unless somebody asks for it.</summary>
    public MeasuredUse Measured => _measured;

    /// <summary>What the app itself wants measured all the time, for whoever records it.</summary>
    public MeasuredUse Always { get; set; }

    /// <summary>When what is measured changed last, and what the process had used then.</summary>
    public UseChange Change => _change;

    /// <summary>What the runtime allocates for events; null where that is not known, and nothing is taken out.</summary>
    public TracingBytes? Tracing
    {
        get => _tracing;
        set
        {
            TracingBytes known = value ?? TracingBytes.None;
            (_begin, _told, _end, _await, _yield, _queue) = (known.Begin, known.Told, known.End, known.Await, known.Yield, known.Queued);
            (_blocked, _scheduled, _relation, _workBegin, _workEnd) = (known.Blocked, known.Scheduled, known.Event, known.WorkBegin, known.WorkEnd);
            _tracing = value;
        }
    }

    /// <summary>Begins anew: of what threads used before this, or while nothing was captured, nothing is said.</summary>
    /// <param name="measured">What is measured.</param>
    /// <param name="buffers">The newest of the threads' buffers.</param>
    public void Begin(MeasuredUse measured, ThreadBuffer? buffers)
    {
        if (!ThreadTimes.IsSupported)
            measured &= ~MeasuredUse.Cpu;
        SetTo(measured, buffers, anew: true);
    }

    /// <summary>Less is measured from now on: what still is goes on, and nothing of it is lost.</summary>
    /// <param name="measured">What is measured.</param>
    /// <param name="buffers">The newest of the threads' buffers.</param>
    public void Narrow(MeasuredUse measured, ThreadBuffer? buffers) => SetTo(measured & _measured, buffers, anew: false);

    /// <summary>Nothing is measured any more.</summary>
    /// <param name="buffers">The newest of the threads' buffers.</param>
    public void End(ThreadBuffer? buffers) => SetTo(MeasuredUse.None, buffers, anew: false);

    /// <summary>What the process has used so far.</summary>
    /// <param name="buffers">The newest of the threads' buffers.</param>
    /// <param name="isExact">Whether bytes are counted that threads have used, rather than those that they were given to use, 8 KiB each at a time. All threads stand still for it, for a moment.</param>
    public ProcessUse Read(ThreadBuffer? buffers, bool isExact = false)
    {
        long tracing = Volatile.Read(ref _tracingOfEnded);
        for (ThreadBuffer? buffer = buffers; buffer is not null; buffer = buffer.Next)
            tracing += buffer.Use.Tracing;
        return new ProcessUse(_measured, GC.GetTotalAllocatedBytes(isExact), _tracing is null ? 0 : tracing, OwnUse.Bytes, ThreadTimes.OfThisProcess(), OwnUse.CpuNs);
    }

    private void SetTo(MeasuredUse measured, ThreadBuffer? buffers, bool anew)
    {
        if (CaptureHub.IsThisThreadExcluded)
            OwnUse.Tell();
        bool isExact = ((measured | _measured) & MeasuredUse.Allocations) != 0;
        _change = _change.Then(Read(buffers, isExact) with { Measured = measured });
        if (anew)
            Interlocked.Increment(ref _epoch);
        _measured = measured; // last: no thread may go on with what it read before
    }

    /// <summary>A thread has ended, and its buffer is looked at no more.</summary>
    public void Forget(ThreadBuffer buffer) => Interlocked.Add(ref _tracingOfEnded, buffer.Use.Tracing);

    /// <summary>An event follows after which another operation may run on the thread.</summary>
    public void BeforeBound(ThreadBuffer buffer) => WriteCpu(buffer, detail: 0);

    /// <summary>
    /// An event is being written. Where another operation may run after it, it bears what the thread has allocated; and what the runtime has allocated in order to tell it, or will for what it
    /// tells of, is kept in mind, and what the thread is about.
    /// </summary>
    /// <param name="buffer">The thread's.</param>
    /// <param name="e">The event.</param>
    /// <param name="name">The text that it bears.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At(ThreadBuffer buffer, ref AsyncEvent e, ReadOnlySpan<char> name)
    {
        ref ThreadUse use = ref buffer.Use;
        switch (e.Kind)
        {
            case AsyncEventKind.WorkBegin:
                bool begins = e.Detail != (byte)TaskWork.CompletionNotification;
                use.Enter(completes: !begins, _workBegin); // what told the event has been allocated before
                if (begins)
                    e.Allocated = TakeAllocated(ref use);
                break;
            case AsyncEventKind.WorkEnd:
                bool ends = e.Detail != (byte)TaskWork.CompletionNotification;
                use.Leave(completes: !ends, _workEnd);
                if (ends && !use.HasJustEnded)
                    e.Allocated = TakeAllocated(ref use); // else it was read a moment ago, and nothing of the app's came since
                break;
            case AsyncEventKind.OperationEnd:
                use.Traced(_end);
                e.Allocated = TakeAllocated(ref use);
                use.HasJustEnded = true;
                return;
            case AsyncEventKind.WaitBegin:
                use.Traced(e.Detail == (byte)WaitBehavior.Synchronous ? _blocked : _await);
                break;
            case AsyncEventKind.ContinuationScheduled:
                use.Traced(use.IsCompleting ? _queue : _yield);
                break;
            case AsyncEventKind.OperationBegin:
                Begin(ref use, name);
                break;
            case AsyncEventKind.TaskScheduled:
                use.Traced(_scheduled);
                break;
            case AsyncEventKind.Relation:
                use.Traced(_relation);
                break;
        }

        use.HasJustEnded = false;
    }

    /// <summary>A mark follows that separates what was used before from what is used after.</summary>
    public void BeforeMark(ThreadBuffer buffer)
    {
        MeasuredUse measured = _measured;
        if (measured == MeasuredUse.None)
            return;
        buffer.Use.Mark();
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long TakeAllocated(ref ThreadUse use) => (_measured & MeasuredUse.Allocations) == 0 ? 0 : use.TakeAllocated(_epoch);

    private void Begin(ref ThreadUse use, ReadOnlySpan<char> name)
    {
        if (_tracing is not { } tracing)
            return;
        int text = TracingBytes.OfText(name.Length), told = _told + (tracing.AreTextsCopied ? text : 0);
        if (name.Length > 0 && name[0] == TplTaskName.MethodPrefix[0]) // no other begins so
            use.Traced(_begin + text + told);
        else
            use.Traced(TplTaskName.IsDelegateName(name) ? text + told : told); // the others are the library's own, and made once
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WriteCpu(ThreadBuffer buffer, byte detail)
    {
        if (buffer.Use.TryTakeCpu(_epoch, out CpuShare used))
            Write(buffer, used, detail);
    }

    /// <summary>Tells all of it before the bound: what is left would be another owner's.</summary>
    internal static void Write(ThreadBuffer buffer, CpuShare used, byte detail)
    {
        while (used.Any)
        {
            ref AsyncEvent e = ref buffer.Reserve(AsyncEventKind.Cpu);
            if (Unsafe.IsNullRef(ref e))
                return;
            e.Detail = detail;
            (uint cpu, uint system, uint preempted) = used.Take();
            (e.TaskId, e.OtherId, e.Extra) = ((int)cpu, (int)system, (int)preempted);
            buffer.Publish();
        }
    }
}
