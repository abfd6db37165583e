using AsyncProf.Attribution;
using AsyncProf.Building;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Decoding.Series;

/// <summary>What a recording says of its process each second, and of its garbage collector.</summary>
internal sealed class SeriesIntake
{
    private readonly SeriesBuilder? _series;
    private readonly CollectorPauses _collector;
    private readonly Dictionary<Guid, CounterClock> _clocks = [];
    private readonly long _second;

    /// <summary>All pauses, for what is charged meanwhile.</summary>
    public PauseList Pauses { get; } = new();

    /// <summary>What is kept beside the series, in bytes.</summary>
    public long KeptBytes => Pauses.KeptBytes;

    /// <summary>Begins.</summary>
    /// <param name="series">Where it goes; null where nobody asks for it.</param>
    /// <param name="second">A second, in ticks.</param>
    public SeriesIntake(SeriesBuilder? series, long second)
    {
        (_series, _second) = (series, second);
        _collector = new CollectorPauses { OnPause = TakePause };
    }

    /// <summary>Takes one event; whether it tells of the process and not of its operations.</summary>
    public bool Take(Guid provider, int id, int thread, long timestamp, ReadOnlySpan<byte> payload)
    {
        _collector.Take(provider, id, thread, timestamp, payload);
        Pauses.OpenSince = _collector.OpenSince;
        if (_series is not null && KnownCounters.TryRead(provider, payload, out SeriesMeasure measure, out double value))
            _series.Add(measure, ClockOf(provider).Place(timestamp, _series.Origin), value);
        return provider == RuntimeEvents.Provider || KnownCounters.AreOf(provider);
    }

    /// <summary>Takes what is kept beside a recording of graphics processors.</summary>
    /// <param name="path">The recording.</param>
    /// <param name="end">When it ended, in ticks.</param>
    public void TakeGpus(string path, long end)
    {
        if (_series is null)
            return;
        foreach (GpuReading reading in GpuSection.Read(path))
        {
            if (reading.Time < _series.Origin || reading.Time > end)
                continue;
            _series.Add(SeriesMeasure.Gpu, reading.Time, reading.Percent);
            _series.Add(SeriesMeasure.GpuMemory, reading.Time, reading.MemoryBytes);
        }
    }

    /// <summary>The recording pauses, and goes on with another session.</summary>
    public void Cut()
    {
        _collector.Cut();
        Pauses.OpenSince = null;
    }

    /// <summary>Each source begins to count at a moment of its own.</summary>
    private CounterClock ClockOf(Guid provider)
    {
        if (!_clocks.TryGetValue(provider, out CounterClock? clock))
            _clocks.Add(provider, clock = new CounterClock(_second));
        return clock;
    }

    private void TakePause(long from, long to, int generation)
    {
        Pauses.Add(from, to);
        _series?.AddPause(from, to, generation);
    }
}
