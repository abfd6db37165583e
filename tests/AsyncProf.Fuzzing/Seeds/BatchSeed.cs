using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using AsyncProf.Events;
using AsyncProf.Events.Batches;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Awaits;
using AsyncProf.Symbols.Metadata;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Fuzzing.Seeds;

/// <summary>What an agent sends of a random program: its events, in order, by their ids.</summary>
internal static class BatchSeed
{
    private const int EventsOfABatch = 40;

    public static List<(int Id, byte[] Payload)> Of(int seed)
    {
        var log = new RandomLog(seed);
        var sent = new List<(int Id, byte[] Payload)> { (BatchEvents.Hello, Hello()) };
        long sequence = 0;
        byte[] Numbered(Action<ArrayBufferWriter<byte>> write)
        {
            var output = new ArrayBufferWriter<byte>();
            write(output);
            return [.. Longs(sequence++), .. BitConverter.GetBytes(output.WrittenCount), .. output.WrittenSpan];
        }

        (int Id, string Name)[] names = [.. Enumerable.Range(2, log.Names.Count - 2).Select(id => (id, log.Names[id]))];
        sent.Add((BatchEvents.Batch, Numbered(output => BatchWriter.Write(new EventBatch { Thread = 0, Names = names }, [], output))));
        sent.Add((BatchEvents.Methods, Numbered(output => MethodRecords.Write([.. names.Select(name => (name.Id, new MethodName { Type = "Shop.Orders", Name = $"Load{name.Id}Async", Assembly = "Shop" }))], output))));
        sent.Add((BatchEvents.Places, Numbered(output => AwaitRecords.Write(new PlaceRecord[] { new(5, 2, new AwaitInfo("Gate.WaitAsync", false, "Shop.cs", 4, 7)), new(6, 3, null) }, output))));
        sent.Add((BatchEvents.Codes, Numbered(output => AwaitRecords.Write(new CodeRecord[] { new(2, "Shop.cs", 3, new AwaitInfo("Socket.ReceiveAsync", false, "Shop.cs", 5, 9), null) }, output))));
        sent.Add((BatchEvents.Passed, Numbered(output => AwaitRecords.Write(new PassedRecord[] { new(2, 3, [new MethodName { Type = "Shop.Mediator", Name = "Send" }]) }, output))));
        var sequences = new Dictionary<int, int>();
        foreach (LoggedEvent[] chunk in log.Events.Chunk(EventsOfABatch))
        {
            foreach (IGrouping<int, LoggedEvent> thread in chunk.GroupBy(logged => logged.Thread))
            {
                AsyncEvent[] events = [.. thread.Select(logged => logged.Event)];
                int next = CollectionsMarshal.GetValueRefOrAddDefault(sequences, thread.Key, out _)++;
                sent.Add((BatchEvents.Batch, Numbered(output => BatchWriter.Write(new EventBatch { Thread = thread.Key + 1, Sequence = next }, events, output))));
            }

            sent.Add((BatchEvents.Heartbeat, Longs(BatchEvents.HeartbeatMark1, BatchEvents.HeartbeatMark2, chunk[^1].Event.Timestamp, 2, 1, 0, sequence)));
        }

        sent.Add((BatchEvents.End, Longs(log.Events[^1].Event.Timestamp, 2, sequence)));
        return sent;
    }

    /// <summary>All events in one input: the id, the length, and the payload of each.</summary>
    public static byte[] Join(IEnumerable<(int Id, byte[] Payload)> sent) => [.. sent.SelectMany(next => (IEnumerable<byte>)[(byte)next.Id, .. BitConverter.GetBytes(next.Payload.Length), .. next.Payload])];

    /// <summary>The events of an input, as far as they go.</summary>
    public static List<(int Id, byte[] Payload)> Split(byte[] input)
    {
        var sent = new List<(int Id, byte[] Payload)>();
        for (int at = 0; at + 5 <= input.Length;)
        {
            int length = (int)Math.Min((uint)BitConverter.ToInt32(input, at + 1), (uint)(input.Length - at - 5));
            sent.Add((input[at], input[(at + 5)..(at + 5 + length)]));
            at += 5 + length;
        }

        return sent;
    }

    private static byte[] Hello() =>
    [
        .. Longs(BatchEvents.HelloMark1, BatchEvents.HelloMark2), .. MemoryMarshal.AsBytes<int>([BatchEvents.Protocol, 4, 1]), .. Longs(1, 1_000_000_000, 2),
        .. Encoding.Unicode.GetBytes("1.0\0shop\010.0.1\0Linux\0x64\0agent\0by stacks\0"),
    ];

    private static byte[] Longs(params long[] values) => MemoryMarshal.AsBytes<long>(values).ToArray();
}
