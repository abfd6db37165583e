using System.Diagnostics;
using System.Globalization;

namespace AsyncProf.Triggers;

/// <summary>Whether the process uses much of the CPU available to it.</summary>
/// <param name="share">From which share on, over five seconds.</param>
/// <param name="used">The CPU that the process has used so far.</param>
/// <param name="cores">How many cores it may use.</param>
internal sealed class CpuWatch(double share, Func<TimeSpan> used, Func<double> cores) : IProcessWatch
{
    private static readonly long Interval = 5 * Stopwatch.Frequency;

    private long _since;
    private TimeSpan _before;
    private string? _reason;

    /// <inheritdoc/>
    public void BeginAnew() => (_since, _reason) = (0, null);

    /// <inheritdoc/>
    public string? Poll(long now)
    {
        if (_since != 0 && now - _since < Interval)
            return _reason;
        TimeSpan total = used();
        double seconds = (double)(now - _since) / Stopwatch.Frequency;
        double value = _since == 0 ? 0 : (total - _before).TotalSeconds / (seconds * cores());
        (_since, _before) = (now, total);
        return _reason = value < share ? null : string.Create(CultureInfo.InvariantCulture, $"cpu: {value:P0} of what is available, at least {share:P0}");
    }
}
