using System.Runtime.InteropServices;
using System.Text;
using AsyncProf.Decoding;
using AsyncProf.Fuzzing.Mutations;

namespace AsyncProf.Fuzzing.Seeds;

/// <summary>
/// Writes <c>.nettrace</c> files of version 4, block by block, with the short heads of events that runtimes write.
/// The layout: https://github.com/microsoft/perfview/blob/main/src/TraceEvent/EventPipe/NetTraceFormat.md.
/// </summary>
internal sealed class NettraceWriter
{
    private const byte HasDescription = 1, HasSequence = 2, HasThread = 4, HasStack = 8, IsSorted = 64, HasLength = 128;
    private const long Frequency = 1_000;

    private readonly List<NettracePart> _parts = [new("", NettraceLayout.Begin.ToArray()), new("Trace", Trace())];
    private readonly Dictionary<(string Provider, int Event), int> _descriptions = [];
    private int _stack;

    /// <summary>The file.</summary>
    public byte[] End() => NettracePart.Join([.. _parts, new NettracePart("", [NettraceLayout.NullReference])]);

    /// <summary>A block of one stack, which the events after it have.</summary>
    public void Stacks(int number, ulong[] frames)
    {
        _stack = number;
        byte[] stack = MemoryMarshal.AsBytes<ulong>(frames).ToArray();
        _parts.Add(new NettracePart("StackBlock", [.. BitConverter.GetBytes(number), .. BitConverter.GetBytes(1), .. BitConverter.GetBytes(stack.Length), .. stack]));
    }

    /// <summary>A block of events, with what describes them before it where that is new.</summary>
    public void Events(IEnumerable<(string Provider, int Id, int Thread, long Timestamp, byte[] Payload)> events)
    {
        List<byte> block = [.. Head()], descriptions = [.. Head()];
        long last = 0;
        foreach ((string provider, int id, int thread, long timestamp, byte[] payload) in events)
        {
            ref int description = ref CollectionsMarshal.GetValueRefOrAddDefault(_descriptions, (provider, id), out bool isKnown);
            if (!isKnown)
            {
                description = _descriptions.Count;
                byte[] told = [.. BitConverter.GetBytes(description), .. Text(provider), .. BitConverter.GetBytes(id), .. Text($"Event{id}"), .. new byte[20]];
                descriptions.AddRange([HasLength, 0, .. ByteMutator.Varint((ulong)told.Length), .. told]);
            }

            block.AddRange([HasDescription | HasSequence | HasThread | HasStack | IsSorted | HasLength, .. ByteMutator.Varint((ulong)description), 1, .. ByteMutator.Varint((ulong)thread), 0, .. ByteMutator.Varint((ulong)thread)]);
            block.AddRange([.. ByteMutator.Varint((ulong)_stack), .. ByteMutator.Varint((ulong)(timestamp - last)), .. ByteMutator.Varint((ulong)payload.Length), .. payload]);
            last = timestamp;
        }

        if (descriptions.Count > Head().Length)
            _parts.Add(new NettracePart("MetadataBlock", [.. descriptions]));
        _parts.Add(new NettracePart("EventBlock", [.. block]));
    }

    /// <summary>A point up to which all threads are told.</summary>
    public void SequencePoint()
    {
        _stack = 0;
        _parts.Add(new NettracePart("SPBlock", new byte[12]));
    }

    private static byte[] Head() => [20, 0, 1, 0, .. new byte[16]];

    private static byte[] Text(string text) => Encoding.Unicode.GetBytes(text + "\0");

    /// <summary>When it was, its clock, the size of a pointer, the process, its processors and how often it is sampled.</summary>
    private static byte[] Trace() =>
        [.. MemoryMarshal.AsBytes<short>([2026, 1, 1, 5, 12, 0, 0, 0]), .. BitConverter.GetBytes(1L), .. BitConverter.GetBytes(Frequency), .. MemoryMarshal.AsBytes<int>([8, 4711, 4, 0])];
}
