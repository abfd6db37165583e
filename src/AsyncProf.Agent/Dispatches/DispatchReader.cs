using AsyncProf.Events;
using AsyncProf.Events.Dispatchers;

namespace AsyncProf.Dispatches;

/// <summary>Reads the buffers that have come: the events of one thread at a time, with methods in place of addresses.</summary>
internal sealed class DispatchReader(DispatchQueue queue, DispatchNames names)
{
    private readonly DispatchDecoder _decoder = new();

    /// <summary>Buffers that made no sense, in whole or in part.</summary>
    public long Damaged => _decoder.Damaged + _decoder.Refused;

    /// <summary>Reads the next buffer.</summary>
    /// <param name="events">Gets its events in place of what is in it.</param>
    /// <param name="osThread">What the operating system calls the thread that they are of.</param>
    /// <returns>False where there is none.</returns>
    public bool TryRead(List<AsyncEvent> events, out ulong osThread)
    {
        while (queue.TryTake(out byte[] buffer))
        {
            events.Clear();
            _decoder.Decode(buffer, events, out DispatchHeader header);
            osThread = header.Thread;
            if (buffer.Length < DispatchHeader.Length || header.FirstEntry(buffer) < queue.Since)
                continue; // what an earlier listener left in the buffers
            names.Resolve(events);
            if (events.Count > 0)
                return true;
        }

        osThread = 0;
        return false;
    }
}
