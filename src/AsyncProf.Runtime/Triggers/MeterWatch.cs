using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using AsyncProf.Capture;

namespace AsyncProf.Triggers;

/// <summary>
/// Whether an instrument of the app measures more than it should. Those that have to be asked are asked once a second, on a thread of its own: the app's code may take its time there.
/// </summary>
internal sealed class MeterWatch : IProcessWatch, IDisposable
{
    /// <summary>How many instruments are watched at a time: there may be several of a name.</summary>
    internal const int MostSlots = 64;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, MeterThreshold> _thresholds;
    private readonly TriggerCounts _counts;
    private readonly MeterListener _listener = new();
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _collector;
    private volatile MeterSlot[] _slots = [];
    private volatile bool _mustAsk;

    /// <summary>Starts to listen.</summary>
    /// <param name="thresholds">What instruments must not exceed.</param>
    /// <param name="counts">Told of instruments that there is no room for.</param>
    public MeterWatch(MeterThresholds thresholds, TriggerCounts counts)
    {
        _counts = counts;
        _thresholds = thresholds.All.ToDictionary(threshold => threshold.Instrument, StringComparer.Ordinal);
        _listener.InstrumentPublished = OnPublished;
        _listener.MeasurementsCompleted = OnCompleted;
        _listener.SetMeasurementEventCallback<byte>(static (_, value, _, slot) => Take(slot, value));
        _listener.SetMeasurementEventCallback<short>(static (_, value, _, slot) => Take(slot, value));
        _listener.SetMeasurementEventCallback<int>(static (_, value, _, slot) => Take(slot, value));
        _listener.SetMeasurementEventCallback<long>(static (_, value, _, slot) => Take(slot, value));
        _listener.SetMeasurementEventCallback<float>(static (_, value, _, slot) => Take(slot, value));
        _listener.SetMeasurementEventCallback<double>(static (_, value, _, slot) => Take(slot, value));
        _listener.SetMeasurementEventCallback<decimal>(static (_, value, _, slot) => Take(slot, (double)value));
        _listener.Start();
        _collector = new Thread(Run) { IsBackground = true, Name = "AsyncProf meters" };
        _collector.UnsafeStart();
    }

    /// <inheritdoc/>
    public string? Poll(long now)
    {
        string? first = null;
        foreach (MeterSlot slot in _slots)
        {
            if (slot.Take(now) is { } value)
                first ??= string.Create(CultureInfo.InvariantCulture, $"meter: {slot.Name} is {value:0.###}, more than {slot.Threshold:0.###}");
        }

        return first;
    }

    public void Dispose()
    {
        _stop.Set();
        _collector.Join(Patience); // what the app answers may take longer
        _listener.Dispose();
    }

    /// <summary>Asks those instruments that do not tell by themselves.</summary>
    /// <param name="now">Ticks of the stopwatch.</param>
    internal void Collect(long now)
    {
        MeterSlot[] slots = _slots;
        foreach (MeterSlot slot in slots)
            slot.BeginCollection();
        try
        {
            _listener.RecordObservableInstruments();
        }
        catch (Exception)
        {
            // One of the app's instruments threw; the others have answered.
        }

        foreach (MeterSlot slot in slots)
            slot.EndCollection(now);
    }

    private static void Take(object? slot, double value) => (slot as MeterSlot)?.Measured(value);

    private void OnPublished(Instrument instrument, MeterListener listener)
    {
        if (!_thresholds.TryGetValue(instrument.Name, out MeterThreshold? threshold) && !_thresholds.TryGetValue($"{instrument.Meter.Name}/{instrument.Name}", out threshold))
            return;
        var slot = new MeterSlot(MeterSlot.KindOf(instrument), threshold);
        lock (_lock)
        {
            if (_slots.Length >= MostSlots)
            {
                _counts.AddUnwatched();
                return;
            }

            _slots = [.. _slots, slot];
        }

        _mustAsk |= instrument.IsObservable;
        listener.EnableMeasurementEvents(instrument, slot);
    }

    /// <summary>Its meter is disposed: it measures nothing more, and what it measured last must not hold for ever.</summary>
    private void OnCompleted(Instrument instrument, object? slot)
    {
        lock (_lock)
            _slots = [.. _slots.Where(other => other != slot)];
    }

    private void Run()
    {
        CaptureHub.ExcludeThisThread();
        while (!_stop.Wait(TimeSpan.FromSeconds(1)))
        {
            if (_mustAsk)
                Collect(Stopwatch.GetTimestamp());
        }
    }
}
