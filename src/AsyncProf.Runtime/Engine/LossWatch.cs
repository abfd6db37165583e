using System.Diagnostics;

namespace AsyncProf.Engine;

/// <summary>
/// Events were lost, and among them ends: what seems to be open may have ended long ago, and would be charged for good. Once no more are lost, the engine begins anew, as after a pause.
/// </summary>
internal sealed class LossWatch
{
    /// <summary>So long nothing may be lost before it is over.</summary>
    private static readonly long Calm = Stopwatch.Frequency / 2;

    /// <summary>It is not waited for longer.</summary>
    private static readonly long Longest = 5 * Stopwatch.Frequency;

    private long _lost;
    private long _sound;
    private long _last;

    /// <summary>The last moment at which nothing was lost yet; the end of time where nothing is.</summary>
    public long Since { get; private set; } = long.MaxValue;

    /// <summary>Whether something is lost that the engine has not begun anew after.</summary>
    public bool IsPending => Since != long.MaxValue;

    /// <summary>Whether it is time to begin anew.</summary>
    /// <param name="lost">Events lost so far.</param>
    /// <param name="now">Up to when events are read, in ticks.</param>
    /// <param name="isHeld">Whether somebody sees all of a time that is not over: it must not be cut.</param>
    public bool IsDue(long lost, long now, bool isHeld)
    {
        if (lost != _lost)
        {
            Since = Math.Min(Since, _sound);
            (_lost, _last) = (lost, now);
        }

        _sound = now;
        return IsPending && !isHeld && (now - _last >= Calm || now - Since >= Longest);
    }

    /// <summary>It has.</summary>
    public void Clear() => Since = long.MaxValue;
}
