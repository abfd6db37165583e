using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using AsyncProf.Attribution;
using AsyncProf.Decoding;
using AsyncProf.Engine;
using AsyncProf.Events;
using AsyncProf.Events.Batches;
using AsyncProf.Stitching;
using AsyncProf.Stitching.Records;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Analyzer.Tests.Decoding;

/// <summary>The agent's events as they come, as they may come, and as they should not.</summary>
public class BatchDecoderTests
{
    private readonly NameTable _names = new();
    private readonly MethodTable _methods;
    private readonly Stitcher _stitcher;
    private readonly BatchDecoder _decoder;
    private long _sequence;

    public BatchDecoderTests()
    {
        _methods = new MethodTable(_names, new MetadataIndex());
        _stitcher = new AsyncEngine(_names, _methods, new NoSink(), new StitcherLimits { GraceTicks = 5 }).Stitcher;
        _decoder = new BatchDecoder(_stitcher, _names, _methods);
    }

    [Fact]
    public void Take_ABatchWithItsNames_StitchesItAtTheHeartbeat()
    {
        _decoder.Take(BatchEvents.Batch, Batch(0, [(2, "Async: <RunAsync>d__1")]));
        _decoder.Take(BatchEvents.Methods, Bytes(output => MethodRecords.Write([(2, new MethodName { Type = "Shop", Name = "RunAsync" })], output)));
        _decoder.Take(BatchEvents.Batch, Batch(1, [], AsyncEvent.OperationBegin(10, 7, 2), AsyncEvent.OperationBegin(30, 8, 2)));
        Assert.Equal(0, _stitcher.Counts.Events);

        _decoder.Take(BatchEvents.Heartbeat, Longs(BatchEvents.HeartbeatMark1, BatchEvents.HeartbeatMark2, 20, 2, 1, 0, 3));
        Assert.Equal(1, _stitcher.Counts.Events);
        _decoder.Take(BatchEvents.End, Longs(40, 2, 3));
        _decoder.Finish();

        Assert.Equal(2, _stitcher.Counts.Events);
        Assert.Equal((40L, 0L), (_decoder.EndedAt, _decoder.LostBatches));
        Assert.Equal("Shop.RunAsync", _methods[_methods.Resolve(_names.Intern("Async: <RunAsync>d__1"))].FullName);
    }

    [Fact]
    public void Take_WithNumbersMissing_CountsWhatNeverCame()
    {
        _sequence = 100; // somebody else listened before us
        _decoder.Take(BatchEvents.Batch, Batch(17, [], AsyncEvent.OperationBegin(1, 1, 0)));
        _sequence += 3;
        _decoder.Take(BatchEvents.Batch, Batch(21, [], AsyncEvent.OperationBegin(2, 2, 0)));
        _decoder.Take(BatchEvents.End, Longs(9, 2, _sequence + 2));

        Assert.Equal(5, _decoder.LostBatches);
        Assert.Equal(1, _stitcher.Counts.Gaps);
    }

    [Fact]
    public void Take_Losses_CountsThoseSinceTheBeginning()
    {
        foreach (long lost in (long[])[40, 40, 47])
            _decoder.Take(BatchEvents.Heartbeat, Longs(BatchEvents.HeartbeatMark1, BatchEvents.HeartbeatMark2, 1, 0, 0, lost, 0));

        Assert.Equal(7, _decoder.LostEvents);
    }

    [Fact]
    public void Take_AHello_SaysWhoSpeaks()
    {
        _decoder.Take(BatchEvents.Hello, Hello(BatchEvents.Protocol));

        Assert.Equal(("10.0.1", "shop", 4, true, "agent"), (_decoder.Hello!.Runtime, _decoder.Hello.Process, _decoder.Hello.Cpus, _decoder.Hello.ServerGc, _decoder.Hello.Capture));
    }

    [Fact]
    public void Take_AHelloOfAnotherVersion_SaysWhatToDo() =>
        Assert.Contains("use the AsyncProf that wrote it", Assert.Throws<InvalidDataException>(() => _decoder.Take(BatchEvents.Hello, Hello(BatchEvents.Protocol + 1))).Message, StringComparison.Ordinal);

    [Fact]
    public void Take_AnyBytes_NeverFailsOtherwise()
    {
        var random = new Random(3);
        byte[][] payloads = [Batch(0, [(2, "x")], AsyncEvent.OperationBegin(10, 7, 2)), Longs(1, 2, 3, 4, 5, 6, 7), Hello(BatchEvents.Protocol), []];
        for (int i = 0; i < 20_000; i++)
        {
            byte[] payload = [.. payloads[random.Next(payloads.Length)]];
            for (int flips = random.Next(4); flips > 0 && payload.Length > 0; flips--)
                payload[random.Next(payload.Length)] = (byte)random.Next(256);
            try
            {
                _decoder.Take(random.Next(0, 8), payload.AsSpan(0, random.Next(payload.Length + 1)));
            }
            catch (InvalidDataException exception)
            {
                Assert.Contains("speaks version", exception.Message, StringComparison.Ordinal);
            }
        }

        _decoder.Finish();
        Assert.True(_decoder.LostBatches > 0);
    }

    private static byte[] Hello(int protocol) =>
    [
        .. Longs(BatchEvents.HelloMark1, BatchEvents.HelloMark2), .. MemoryMarshal.AsBytes<int>([protocol, 4, 1]), .. Longs(1, 1_000_000_000, 2),
        .. Encoding.Unicode.GetBytes("1.0\0shop\010.0.1\0Linux\0x64\0agent\0"),
    ];

    private static byte[] Longs(params long[] values) => MemoryMarshal.AsBytes<long>(values).ToArray();

    private byte[] Batch(int sequence, (int Id, string Name)[] names, params AsyncEvent[] events) =>
        Bytes(output => BatchWriter.Write(new EventBatch { Thread = names.Length > 0 ? 0 : 1, Sequence = sequence, Names = names }, events, output));

    private byte[] Bytes(Action<ArrayBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return [.. Longs(_sequence++), .. BitConverter.GetBytes(output.WrittenCount), .. output.WrittenSpan];
    }

    private sealed class NoSink : ITreeSink
    {
        public void OnTree(RootTree tree)
        {
        }
    }
}
