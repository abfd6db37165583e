using System.Text;
using AsyncProf.Decoding;
using AsyncProf.Events;
using AsyncProf.Events.Tpl;
using AsyncProf.Live;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Analyzer.Tests.Live;

/// <summary>A simulated program before a live decoder, on a clock of milliseconds that begins at 0. There is a picture each second.</summary>
internal sealed class LiveRun : IDisposable
{
    private const int Millisecond = 1000;

    private readonly NameTable _names = new();
    private readonly LiveDecoder _decoder;
    private readonly List<LiveSnapshot> _pictures = [];
    private long _beat = Millisecond;

    public LiveRun() => _decoder = new LiveDecoder(new NettraceHeader(Millisecond, 1, 0), new LiveOptions("Shop", 1, "10.0.1", "eventpipe", TimeSpan.FromSeconds(1)), () => Bytes, _pictures.Add);

    public IReadOnlyList<LiveSnapshot> Pictures => _pictures;

    /// <summary>How much has come so far.</summary>
    public long Bytes { get; set; }

    /// <summary>What is asked of the decoder before it sees an event of that time or later.</summary>
    public (long Time, Action<LiveDecoder> Action)? Ask { get; set; }

    /// <summary>Has a program run, from the first millisecond on; each second something else tells the time as well.</summary>
    public void Play(Func<Simulator, SimTask> program, int threads = 4)
    {
        var simulator = new Simulator(_names, threads);
        foreach (LoggedEvent logged in simulator.Play(program(simulator)))
        {
            if (Ask is { } ask && logged.Event.Timestamp >= ask.Time)
            {
                ask.Action(_decoder);
                Ask = null;
            }

            for (; _beat <= logged.Event.Timestamp; _beat += Millisecond)
                Beat(_beat);
            if (logged.Event.Kind is AsyncEventKind.EntryStart or AsyncEventKind.EntryStop)
                TakeRequest(logged);
            else
                _decoder.Take(TplEvents.SourceId, (int)logged.Event.Kind, logged.Thread, logged.Event.Timestamp, Payload(logged.Event));
        }
    }

    /// <summary>Something else is written that only tells the time.</summary>
    public void Beat(long time) => _decoder.Take(Guid.Empty, 1, 1, time, []);

    /// <summary>The stream ends.</summary>
    public void Finish() => _decoder.Finish();

    public void Dispose() => _decoder.Dispose();

    /// <summary>As ASP.NET Core tells it.</summary>
    private void TakeRequest(LoggedEvent logged)
    {
        bool starts = logged.Event.Kind == AsyncEventKind.EntryStart;
        _decoder.Take(HostingEvents.SourceId, starts ? HostingEvents.RequestStart : HostingEvents.RequestStop, logged.Thread, logged.Event.Timestamp, starts ? Encoding.Unicode.GetBytes("GET\0/slow\0") : []);
    }

    /// <summary>As the runtime writes it.</summary>
    private byte[] Payload(in AsyncEvent e)
    {
        ref readonly TplLayout layout = ref TplEvents.LayoutOf((int)e.Kind);
        var fields = new int[8];
        Set(fields, layout.TaskId, e.TaskId);
        Set(fields, layout.OtherId, e.OtherId);
        Set(fields, layout.Detail, e.Detail);
        bool isNamed = e.Kind == AsyncEventKind.OperationBegin;
        if (!isNamed)
            Set(fields, layout.Extra, e.Extra);
        var bytes = new List<byte>();
        foreach (int field in isNamed ? fields.AsSpan(0, TplEvents.NameField) : fields)
        {
            bytes.AddRange(BitConverter.GetBytes(field)); // little endian, as here
        }

        if (isNamed)
            bytes.AddRange(Encoding.Unicode.GetBytes(_names[e.Extra] + "\0\0\0"));
        return [.. bytes];
    }

    private static void Set(int[] fields, int field, int value)
    {
        if (field >= 0)
            fields[field] = value;
    }
}
