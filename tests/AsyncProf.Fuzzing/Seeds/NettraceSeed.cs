using System.Text;
using AsyncProf.Decoding;
using AsyncProf.Decoding.Series;
using AsyncProf.Decoding.Stacks;
using AsyncProf.Events;
using AsyncProf.Events.Tpl;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Fuzzing.Seeds;

/// <summary>Recordings of random programs, as a runtime writes them: the events of the Task Parallel Library with stacks and a rundown, or those of an agent.</summary>
internal static class NettraceSeed
{
    private const int EventsOfABlock = 20;
    private const string Runtime = "Microsoft-Windows-DotNETRuntime", Rundown = "Microsoft-Windows-DotNETRuntimeRundown";

    /// <summary>Of the runtime's own events.</summary>
    /// <param name="seed">The same seed gives the same program.</param>
    /// <param name="suffix">What the names of its operations end in.</param>
    public static byte[] OfRuntime(int seed, string suffix = "")
    {
        var log = new RandomLog(seed);
        var writer = new NettraceWriter();
        int stack = 1;
        foreach (LoggedEvent[] chunk in log.Events.Where(logged => TplEvents.LayoutOf((int)logged.Event.Kind).IsKnown).Chunk(EventsOfABlock))
        {
            writer.Stacks(stack++, [0x1000, 0x2010, 0x3020]);
            writer.Events(chunk.Select(logged => (TplEvents.SourceName, (int)logged.Event.Kind, logged.Thread + 1, logged.Event.Timestamp, PayloadOf(logged.Event, log.Names, suffix))));
            writer.Events(Wait(chunk[^1].Thread + 1, chunk[^1].Event.Timestamp, begins: stack % 3 != 0));
            if (stack % 3 == 0)
                writer.SequencePoint();
        }

        long end = log.Events[^1].Event.Timestamp;
        writer.Events(Measured(end));
        writer.Events(
        [
            (Rundown, 148, 1, end, []), (Rundown, 187, 1, end, [1, 0, 1, 0, 10, 0, 0, 0, 1, 0, 0, 0]), (Rundown, 153, 1, end, [.. new byte[24], .. Encoding.Unicode.GetBytes("/nowhere/Shop.dll\0")]),
            (Rundown, 143, 1, end, Method(0x2000, "Shop.Orders+<LoadAsync>d__1")), (Rundown, 146, 1, end, []),
        ]);
        writer.SequencePoint();
        return WithTrailer(writer.End(), log);
    }

    /// <summary>The begin or end of a thread's wait.</summary>
    private static IEnumerable<(string Provider, int Id, int Thread, long Time, byte[] Payload)> Wait(int thread, long time, bool begins) =>
        [(Runtime, begins ? WaitEvents.Begin : WaitEvents.End, thread, time, begins ? [1, 0, 0x10, 0, 0, 0, 0, 0, 0, 0, 0] : [0, 0])];

    /// <summary>What a runtime tells of the process: a collection, and a counter.</summary>
    private static IEnumerable<(string Provider, int Id, int Thread, long Time, byte[] Payload)> Measured(long time) =>
    [
        (Runtime, CollectorEvents.Stopping, 1, time, [CollectorEvents.ForCollection, 0, 0, 0, 1, 0, 0, 0, 0, 0]), (Runtime, CollectorEvents.Stopped, 1, time, [0, 0]),
        (Runtime, CollectorEvents.Start, 1, time, [1, 0, 0, 0, 2, 0, 0, 0]), (Runtime, CollectorEvents.Resumed, 1, time, [0, 0]),
        ("System.Runtime", 156, 1, time, [.. Encoding.Unicode.GetBytes("working-set\0Memory\0"), .. BitConverter.GetBytes(36.5), .. new byte[28], .. BitConverter.GetBytes(1f), .. Encoding.Unicode.GetBytes("Interval=1000\0Mean\0\0MB\0")]),
    ];

    /// <summary>Of an agent's events.</summary>
    public static byte[] OfAgent(int seed)
    {
        var writer = new NettraceWriter();
        long time = 1;
        foreach ((int Id, byte[] Payload)[] chunk in BatchSeed.Of(seed).Chunk(10))
        {
            writer.Events(chunk.Select(sent => ("AsyncProf", sent.Id, 1, time++, sent.Payload)));
            writer.SequencePoint();
        }

        return writer.End();
    }

    private static byte[] PayloadOf(in AsyncEvent e, NameTable names, string suffix)
    {
        ref readonly TplLayout layout = ref TplEvents.LayoutOf((int)e.Kind);
        var fields = new int[layout.Fields];
        foreach ((int field, int value) in (ReadOnlySpan<(int, int)>)[(layout.TaskId, e.TaskId), (layout.OtherId, e.OtherId), (layout.Extra, e.Extra), (layout.Detail, e.Detail)])
        {
            if (field >= 0)
                fields[field] = value;
        }

        byte[] numbers = [.. fields.SelectMany(BitConverter.GetBytes)];
        return e.Kind == AsyncEventKind.OperationBegin ? [.. numbers, .. Encoding.Unicode.GetBytes($"{names[e.Extra]}{suffix}\0")] : numbers;
    }

    private static byte[] Method(long start, string type) =>
        [.. new byte[16], .. BitConverter.GetBytes(start), .. BitConverter.GetBytes(0x100), .. new byte[8], .. Encoding.Unicode.GetBytes($"{type}\0MoveNext\0")];

    /// <summary>With stacks behind its end, of some of its operations.</summary>
    private static byte[] WithTrailer(byte[] recording, RandomLog log)
    {
        var samples = new SampledStacks();
        samples.Methods.AddModule(0, "Shop");
        samples.Methods.Add(new MethodRange(0x1000, 0x100, 0, null, true));
        foreach (LoggedEvent logged in log.Events.Where(logged => logged.Event.Kind == AsyncEventKind.OperationBegin).Take(20))
            samples.Add(logged.Event.TaskId, logged.Event.Timestamp, [0x1000, 0x2010]);
        using var file = new MemoryStream();
        file.Write(recording);
        SamplesTrailer.Append(file, samples);
        GpuSection.Append(file, [new GpuReading(1, 50, 1 << 20), new GpuReading(2, 0, 0)]);
        return file.ToArray();
    }
}
