using AsyncProf.Overhead;

namespace AsyncProf.Recording.Attaching;

/// <summary>
/// Decides when to record a process over EventPipe so that it costs the process no more than a share of its CPU. What that costs is estimated from what comes: it cannot be asked for.
/// </summary>
/// <param name="share">The share, 0 to 1.</param>
/// <param name="cores">The CPU that the process may use, in cores.</param>
/// <param name="ticksPerSecond">The clock.</param>
/// <param name="random">Where windows begin is left to chance.</param>
/// <param name="start">When the first session began, in ticks.</param>
internal sealed class SessionBudget(double share, double cores, long ticksPerSecond, Random random, long start)
{
    /// <summary>
    /// CPU of the process for each byte that it sends, in seconds. An event takes 21 bytes and was measured to cost 0.46 µs in a loop; in an app it is taken to cost twice that, as in <c>EventCost</c>.
    /// </summary>
    public const double SecondsOfAByte = 44e-9;

    /// <summary>CPU of the process for each session from its start to its end, without what it sends, in seconds.</summary>
    public const double SecondsOfASession = 0.005;

    private readonly WindowController _controller = new(share, cores, ticksPerSecond, random, start);

    /// <summary>Whether to record.</summary>
    /// <param name="now">Ticks of the clock.</param>
    /// <param name="bytes">What has come so far.</param>
    /// <param name="sessions">How many sessions there have been, the one that goes on included.</param>
    public bool Decide(long now, long bytes, int sessions) =>
        _controller.Decide(new WindowReading(now, (bytes * SecondsOfAByte) + (sessions * SecondsOfASession), Buffered: 0, RequestSeconds: 0));
}
