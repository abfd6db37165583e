namespace AsyncProf.Events.Dispatchers;

/// <summary>From what an entry holds to events.</summary>
internal static class DispatchEntry
{
    /// <summary>The only kind of stack there is.</summary>
    private const byte OnlyType = 0;

    /// <summary>Appends the events of an entry; none for one that is of no use.</summary>
    /// <returns>Whether it is whole. If not, a part of its events may have been appended.</returns>
    public static bool TryRead(DispatchEntryId id, long timestamp, ReadOnlySpan<byte> payload, List<AsyncEvent> output)
    {
        var reader = new DispatchReader(payload);
        switch (id)
        {
            case DispatchEntryId.Create:
                int parent = reader.TaskId();
                output.Add(AsyncEvent.Dispatch(timestamp, AsyncEventKind.DispatchBegin, reader.TaskId(), parent));
                break;
            case DispatchEntryId.Resume:
                output.Add(AsyncEvent.Dispatch(timestamp, AsyncEventKind.DispatchResume, reader.TaskId()));
                break;
            case DispatchEntryId.Suspend:
                output.Add(AsyncEvent.Dispatch(timestamp, AsyncEventKind.DispatchSuspend));
                break;
            case DispatchEntryId.Complete:
                output.Add(AsyncEvent.Dispatch(timestamp, AsyncEventKind.DispatchComplete));
                break;
            case DispatchEntryId.Unwind:
                output.Add(AsyncEvent.Dispatch(timestamp, AsyncEventKind.DispatchUnwind, otherId: reader.Int31()));
                break;
            case DispatchEntryId.CreateStack:
                return TryStack(ref reader, timestamp, DispatchMoment.Begin, output);
            case DispatchEntryId.ResumeStack:
                return TryStack(ref reader, timestamp, DispatchMoment.Resume, output);
            case DispatchEntryId.SuspendStack:
                return TryStack(ref reader, timestamp, DispatchMoment.Suspend, output);
            case DispatchEntryId.ResumeMethod:
                output.Add(AsyncEvent.Dispatch(timestamp, AsyncEventKind.DispatchMethodResume));
                break;
            case DispatchEntryId.CompleteMethod:
                output.Add(AsyncEvent.Dispatch(timestamp, AsyncEventKind.DispatchMethodComplete));
                break;
            case DispatchEntryId.Reset:
                output.Add(AsyncEvent.Dispatch(timestamp, AsyncEventKind.DispatchReset));
                break;
            default:
                return true;
        }

        return reader.IsConsumed;
    }

    /// <summary>
    /// Type, index of the wrapper, number of frames; the parent if it begins, the dispatcher; the address of the leaf, then of each frame the difference to the one
    /// before.
    /// </summary>
    private static bool TryStack(ref DispatchReader reader, long timestamp, DispatchMoment moment, List<AsyncEvent> output)
    {
        if (reader.Byte() != OnlyType)
            return false;
        _ = reader.Byte();
        int frames = reader.Byte();
        if (moment == DispatchMoment.Begin)
            _ = reader.TaskId(); // the entry before said it
        output.Add(AsyncEvent.DispatchStack(timestamp, reader.TaskId(), frames, moment));

        long address = 0;
        for (int i = 0; i < frames && !reader.IsDamaged; i++)
        {
            address = i == 0 ? (long)reader.Number() : address + reader.Signed();
            output.Add(AsyncEvent.DispatchFrame(timestamp, address));
        }

        return reader.IsConsumed;
    }
}
