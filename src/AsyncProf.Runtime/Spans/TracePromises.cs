using System.Diagnostics;
using AsyncProf.Capture;

namespace AsyncProf.Spans;

/// <summary>
/// To how many requests it is promised, as they stop, that the spans of their operations leave: as many as there is room for, now and in a second; none
/// where the SDK took nothing of what it got, not all may leave, or events are being lost. Runs on the engine's thread.
/// </summary>
/// <param name="details">Where requests say it.</param>
/// <param name="outlet">Where traces leave.</param>
/// <param name="pacer">Who holds those that are not chosen yet.</param>
/// <param name="gate">Who lets them leave.</param>
/// <param name="pool">Where events find room, or are lost.</param>
internal sealed class TracePromises(RequestDetails details, TraceOutlet outlet, TracePacer pacer, TraceGate gate, ChunkPool pool)
{
    /// <summary>What is told so late is told to nobody.</summary>
    private static readonly long Patience = 10 * Stopwatch.Frequency;

    private long _refusedBySdk;
    private long _lost = pool.Refused;
    private long _lostAt; // when events were last lost
    private long _notTakenAt; // when it was last seen that not all is taken; 0 for long ago
    private long _refusedAt; // when the SDK last took nothing of a trace
    private double _spansPerTrace = 10; // of late
    private int _outstanding; // promises to requests that have not come
    private long _madeAt;

    /// <summary>A request has come to which spans were promised.</summary>
    public void Came() => _outstanding = Math.Max(0, _outstanding - 1);

    /// <summary>A request has so many spans.</summary>
    public void Learn(int spans) => _spansPerTrace += (spans - _spansPerTrace) / 64;

    /// <summary>Says to how many requests it is promised from now on.</summary>
    /// <param name="room">How many spans the SDK takes now.</param>
    /// <param name="now">Ticks of the stopwatch.</param>
    public void Renew(int room, long now)
    {
        if (outlet.RefusedBySdk > _refusedBySdk)
            _refusedAt = _notTakenAt = now;
        else if (gate.IsChoosing)
            _notTakenAt = now;
        _refusedBySdk = outlet.RefusedBySdk;
        if (pool.Refused is var lost && lost != _lost)
            (_lost, _lostAt) = (lost, now);
        bool areTaken = !gate.IsChoosing && IsLongAgo(_refusedAt, now) && IsLongAgo(_lostAt, now);
        double free = room - outlet.Spans - pacer.HeldSpans - (_outstanding * _spansPerTrace);
        int made = details.Allow(areTaken && free > 0 ? (int)((free + gate.Rate) / _spansPerTrace) : 0); // the next poll may be late, and so much leaves in a second
        _outstanding += made;
        if (made > 0)
            _madeAt = now;
        else if (now - _madeAt > Stopwatch.Frequency)
            _outstanding = 0; // their events were lost
        if (_notTakenAt == 0 || now - _notTakenAt <= Patience)
            return;
        _notTakenAt = 0;
        details.Forget();
    }

    private static bool IsLongAgo(long at, long now) => at == 0 || now - at > Stopwatch.Frequency;
}
