using System.Diagnostics;
using AsyncProf.Capture;
using AsyncProf.Events;

namespace AsyncProf.Transport;

/// <summary>
/// What the process has used at moments, told when the events up to then are sent: what dispatchers say comes half a second later than it is read, and what the process used meanwhile would seem to be
/// of threads on which nothing was seen.
/// </summary>
/// <param name="hub">The capture.</param>
/// <param name="source">Where it goes.</param>
/// <param name="fromNow">Whether it begins here, where something is measured already.</param>
internal sealed class UseQueue(CaptureHub hub, BatchSource source, bool fromNow)
{
    private const int MostWaiting = 256;

    /// <summary>A moment this little after a reading is covered by it: dispatchers are told to hand over directly after what was read last.</summary>
    private static readonly long Slack = Stopwatch.Frequency / 200; // 5 ms

    private readonly Queue<(long At, ProcessUse Use, bool Begins)> _waiting = [];
    private UseTeller? _teller;
    private long _toldAt;

    /// <summary>Reads it now.</summary>
    public void Read()
    {
        _teller ??= new UseTeller(hub, (use, begins) => _waiting.Enqueue((Stopwatch.GetTimestamp(), use, begins)), fromNow, isOverEventPipe: true);
        _teller.Tell();
        while (_waiting.Count > MostWaiting)
            Send();
    }

    /// <summary>Tells what was read before a moment, and the first after it if the last before is not as good as it.</summary>
    /// <param name="upTo">The moment, in ticks.</param>
    public void Tell(long upTo)
    {
        while (_toldAt < upTo - Slack && _waiting.Count > 0)
            Send();
    }

    private void Send()
    {
        (long at, ProcessUse use, bool begins) = _waiting.Dequeue();
        source.Use(at, (long)use.Measured, begins ? 1 : 0, use.Bytes, use.TracingBytes, use.ProfilerBytes, use.CpuNs, use.ProfilerCpuNs);
        _toldAt = at;
    }
}
