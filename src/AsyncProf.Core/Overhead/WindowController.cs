namespace AsyncProf.Overhead;

/// <summary>
/// Decides when to capture so that the profiler uses no more than a share of the CPU. What it may use comes in steadily and is saved up for ten seconds at most; capturing spends it. As long as
/// more comes in than is spent, all is captured; otherwise in windows, each as long as the savings last. No clock of its own, and no threads.
/// </summary>
/// <param name="share">The share of the CPU, 0 to 1.</param>
/// <param name="cores">The CPU there is, in cores.</param>
/// <param name="ticksPerSecond">The clock of the readings.</param>
/// <param name="random">Where windows begin is left to chance, so that they fall in step with nothing in the app.</param>
/// <param name="start">When it begins, with a window.</param>
internal sealed class WindowController(double share, double cores, long ticksPerSecond, Random random, long start)
{
    /// <summary>In each such time there is a window, whatever it costs; and so much may be saved up. In seconds.</summary>
    public const double Period = 10;

    /// <summary>No window is shorter, unless the buffers fill up; and so long it is worth saving for. In seconds.</summary>
    public const double Shortest = 0.25, Longest = 2;

    /// <summary>A window is to be so many times as long as requests are: a call is seen whole only if it begins early enough in one.</summary>
    private const double RequestsInWindow = 10;

    private const double TooFull = 0.5, EmptyAgain = 0.25, Jitter = 0.2;

    private readonly double _income = share * cores;
    private readonly double _most = share * cores * Period;
    private double _savings = share * cores * Period;
    private double _cost = double.NaN;
    private long _last = start;
    private long _since = start; // it was opened, or closed
    private double _windowSeconds;
    private double _windowCost;
    private double _wanted;
    private double _longestPause;

    /// <summary>Whether to capture.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>Windows that were closed because the buffers filled up.</summary>
    public long Shed { get; private set; }

    /// <summary>The share of the CPU that was used of late: over some ten seconds.</summary>
    public double UsedShare { get; private set; }

    /// <summary>Decides anew.</summary>
    /// <returns>Whether to capture.</returns>
    public bool Decide(in WindowReading reading)
    {
        double seconds = Math.Max(0, Seconds(reading.Now - _last));
        double spent = double.IsNaN(_cost) ? 0 : Math.Max(0, reading.Cost - _cost);
        (_last, _cost) = (reading.Now, reading.Cost);
        _savings = Math.Clamp(_savings + (seconds * _income) - spent, -_most, _most);
        _windowCost += spent; // also after its end: the last of it is still to be worked on
        if (seconds > 0)
            UsedShare += ((spent / seconds / cores) - UsedShare) * (1 - Math.Exp(-seconds / Period));
        double age = Seconds(reading.Now - _since);
        if (!IsOpen)
        {
            if (reading.Buffered < EmptyAgain && (age >= _longestPause || _savings >= _wanted * Math.Max(0, (_windowCost / _windowSeconds) - _income)))
                Open(reading.Now);
        }
        else if (reading.Buffered > TooFull)
        {
            Shed++;
            Close(reading, age);
        }
        else if (_savings <= 0 && age >= Shortest)
        {
            Close(reading, age);
        }

        return IsOpen;
    }

    /// <summary>Somebody needs all that happens from now on, whatever it costs.</summary>
    public void Open(long now)
    {
        if (IsOpen)
            return;
        (IsOpen, _since, _windowCost) = (true, now, 0);
    }

    private void Close(in WindowReading reading, double age)
    {
        (IsOpen, _since, _windowSeconds) = (false, reading.Now, Math.Max(age, Shortest / 10));
        _wanted = Math.Clamp(RequestsInWindow * reading.RequestSeconds, 2 * Shortest, Longest) * (1 + (((random.NextDouble() * 2) - 1) * Jitter));
        _longestPause = Period * (1 - (random.NextDouble() * Jitter));
    }

    private double Seconds(long ticks) => (double)ticks / ticksPerSecond;
}
