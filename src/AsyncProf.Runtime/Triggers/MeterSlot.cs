using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace AsyncProf.Triggers;

/// <summary>
/// An instrument that is watched. Its measurements come on threads of the app, which add to one number and go on; the engine's thread looks at it.
/// </summary>
/// <param name="kind">What is compared.</param>
/// <param name="threshold">With what.</param>
internal sealed class MeterSlot(MeterValue kind, MeterThreshold threshold)
{
    private double _sum;
    private double _largest = double.NegativeInfinity; // of what exceeds the threshold, since it was last looked at
    private double _before;
    private long _since;
    private double _collected; // the thread that collects only
    private double? _collectedBefore;
    private long _collectedAt;

    /// <summary>What it is called in a reason.</summary>
    public string Name => threshold.Instrument;

    /// <summary>What it must not exceed.</summary>
    public double Threshold => threshold.Threshold;

    /// <summary>What is compared of an instrument.</summary>
    public static MeterValue KindOf(Instrument instrument)
    {
        Type type = instrument.GetType();
        Type? kind = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        if (kind == typeof(Counter<>))
            return MeterValue.Rate;
        if (kind == typeof(ObservableCounter<>))
            return MeterValue.RateOfSums;
        return kind == typeof(UpDownCounter<>) ? MeterValue.Sum : MeterValue.Each;
    }

    /// <summary>Something was measured. Any thread; never waits.</summary>
    public void Measured(double value)
    {
        if (kind == MeterValue.Each)
            Raise(value);
        else if (!double.IsFinite(value))
            return;
        else if (kind == MeterValue.RateOfSums)
            _collected += value; // of all its tags
        else
            Add(value);
    }

    /// <summary>All instruments are asked now.</summary>
    public void BeginCollection() => _collected = 0;

    /// <summary>They have answered.</summary>
    /// <param name="now">Ticks of the stopwatch.</param>
    public void EndCollection(long now)
    {
        if (kind != MeterValue.RateOfSums)
            return;
        if (_collectedBefore is { } before && now > _collectedAt)
            Raise((_collected - before) * Stopwatch.Frequency / (now - _collectedAt));
        (_collectedBefore, _collectedAt) = (_collected, now);
    }

    /// <summary>What exceeded the threshold since this was last asked; null for nothing. The engine's thread only.</summary>
    /// <param name="now">Ticks of the stopwatch.</param>
    public double? Take(long now)
    {
        double value = kind switch
        {
            MeterValue.Sum => Volatile.Read(ref _sum),
            MeterValue.Rate => Rate(now),
            _ => Volatile.Read(ref _largest) == double.NegativeInfinity ? double.NegativeInfinity : Interlocked.Exchange(ref _largest, double.NegativeInfinity),
        };
        return value > Threshold ? value : null;
    }

    private double Rate(long now)
    {
        if (_since != 0 && now - _since < Stopwatch.Frequency)
            return double.NegativeInfinity;
        double sum = Volatile.Read(ref _sum);
        double rate = _since == 0 ? double.NegativeInfinity : (sum - _before) * Stopwatch.Frequency / (now - _since);
        (_before, _since) = (sum, now);
        return rate;
    }

    private void Raise(double value)
    {
        if (!(value > Threshold))
            return;
        for (double seen = Volatile.Read(ref _largest); value > seen;)
        {
            double before = Interlocked.CompareExchange(ref _largest, value, seen);
            if (before == seen)
                return;
            seen = before;
        }
    }

    private void Add(double value)
    {
        for (double seen = Volatile.Read(ref _sum); ;)
        {
            double before = Interlocked.CompareExchange(ref _sum, seen + value, seen);
            if (before == seen)
                return;
            seen = before;
        }
    }
}
