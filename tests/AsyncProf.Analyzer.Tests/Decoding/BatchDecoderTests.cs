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
using AsyncProf.Symbols.Awaits;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Analyzer.Tests.Decoding;

/// <summary>The agent's events as they come, as they may come, and as they should not.</summary>
public class BatchDecoderTests
{
    private readonly NameTable _names = new();
    private readonly MethodTable _methods;
    private readonly Stitcher _stitcher;
    private readonly ToldAwaits _told = new();
    private readonly BatchDecoder _decoder;
    private long _sequence;

    public BatchDecoderTests()
    {
        _methods = new MethodTable(_names, new MetadataIndex());
        _stitcher = new AsyncEngine(_names, _methods, new NoSink(), new StitcherLimits { GraceTicks = 5 }).Stitcher;
        _decoder = new BatchDecoder(_stitcher, _names, _methods, _told);
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
    public void Take_APause_EndsWhatIsOpenAndGoesOnWithoutIt()
    {
        var engine = new AsyncEngine(_names, _methods, new NoSink(), new StitcherLimits { GraceTicks = 5 });
        var decoder = new BatchDecoder(engine.Stitcher, _names, _methods, _told)
        {
            OnPause = time =>
            {
                engine.Cut(time);
                return engine.Stitcher;
            },
        };
        decoder.Take(BatchEvents.Batch, Batch(0, [(2, "Async: <RunAsync>d__1")]));
        decoder.Take(BatchEvents.Batch, Batch(1, [], AsyncEvent.OperationBegin(10, 7, 2)));
        Stitcher first = engine.Stitcher;
        decoder.Take(BatchEvents.Pause, Longs(20, 1));
        decoder.Take(BatchEvents.Pause, Longs(21, 1)); // which makes no sense
        decoder.Take(BatchEvents.Resume, Longs(120));
        decoder.Take(BatchEvents.Batch, Batch(2, [], AsyncEvent.OperationBegin(130, 7, 2)));
        decoder.Take(BatchEvents.Pause, Longs(150, 1));
        decoder.Finish();

        Assert.NotSame(first, engine.Stitcher);
        Assert.Equal((2L, 1L), (decoder.Pauses, decoder.Shed));
        Assert.Equal(100 + 50, decoder.Paused(200));
        Assert.Equal(2, engine.Stitcher.Counts.Events);
        Assert.Equal(0, engine.Stitcher.Transitions.IllegalCount + engine.Stitcher.Counts.Shelved);
    }

    [Fact]
    public void Take_AHello_SaysWhoSpeaks()
    {
        _decoder.Take(BatchEvents.Hello, Hello(BatchEvents.Protocol));

        Assert.Equal(("10.0.1", "shop", 4, true, "agent"), (_decoder.Hello!.Runtime, _decoder.Hello.Process, _decoder.Hello.Cpus, _decoder.Hello.ServerGc, _decoder.Hello.Capture));
    }

    [Theory]
    [InlineData(null, MeasuredUse.Allocations | MeasuredUse.Cpu)] // an older agent does not say
    [InlineData(0L, MeasuredUse.None)]
    [InlineData(2L, (MeasuredUse)2)]
    [InlineData(-1L, MeasuredUse.Allocations | MeasuredUse.Cpu)]
    public void Take_AHello_SaysWhatItsListenerWantsMeasured(long? measured, MeasuredUse expected)
    {
        byte[] said = measured is { } told ? Longs(told) : [];

        _decoder.Take(BatchEvents.Hello, [.. Hello(BatchEvents.Protocol), .. Encoding.Unicode.GetBytes("frames\0direct\0"), .. said]);

        Assert.Equal(("frames", "direct", expected), (_decoder.Hello!.NamesBy, _decoder.Hello.EventsBy, _decoder.Hello.Measured));
    }

    [Fact]
    public void Take_AHelloOfAnotherVersion_SaysWhatToDo() =>
        Assert.Contains("use the AsyncProf that wrote it", Assert.Throws<InvalidDataException>(() => _decoder.Take(BatchEvents.Hello, Hello(BatchEvents.Protocol + 1))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(BatchEvents.Protocol, 9)]
    [InlineData(BatchEvents.ProtocolWithoutPlaces, 0)]
    public void Take_AWait_HasAPlaceOnlyWhereTheSenderKnowsThem(int protocol, int expected)
    {
        _decoder.Take(BatchEvents.Hello, Hello(protocol));
        _decoder.Take(BatchEvents.Batch, Batch(0, [(2, "Async: <RunAsync>d__1")]));
        _decoder.Take(BatchEvents.Batch, Batch(1, [], AsyncEvent.OperationBegin(10, 7, 2), AsyncEvent.WaitBegin(11, 8, 7, WaitBehavior.Asynchronous, place: 9)));
        _decoder.Take(BatchEvents.End, Longs(40, 2, 2));
        _decoder.Finish();

        Operation operation = Assert.Single(Enumerable.Range(1, _stitcher.Store.Operations.Top - 1).Select(slot => _stitcher.Store[slot]), op => op.TaskId == 7);
        Assert.Equal(expected, _stitcher.Store.Intervals[operation.Last].Place);
    }

    [Fact]
    public void Take_PlacesCodesAndWhoPassesOn_AreToldUnderOurNames()
    {
        _names.Intern("Async: <Ours>d__0"); // so that the numbers differ
        _names.Intern("Async: <OursToo>d__0");
        _decoder.Take(BatchEvents.Batch, Batch(0, [(2, "Async: <RunAsync>d__1"), (3, "Async: <LoadAsync>d__2")]));
        _decoder.Take(BatchEvents.Places, Places());
        _decoder.Take(BatchEvents.Codes, Codes());
        _decoder.Take(BatchEvents.Passed, Passed());

        int run = _names.Intern("Async: <RunAsync>d__1"), load = _names.Intern("Async: <LoadAsync>d__2");
        Assert.Equal((run, "Gate.WaitAsync", load), (_told.NameOf(5), _told.At(5)!.On, _told.NameOf(6)));
        Assert.Null(_told.At(6));
        Assert.Equal("Socket.ReceiveAsync", _told.Untold(run, MethodName.Unknown)!.On);
        Assert.Equal(("Shop.cs", 3), _told.BeginOf(_methods[_methods.Resolve(run)]));
        Assert.Equal("Shop.Mediator.Send", Assert.Single(_told.Passed(run, load)!).FullName);
        Assert.Equal(0, _decoder.LostBatches);
    }

    [Theory]
    [InlineData(BatchEvents.Places)]
    [InlineData(BatchEvents.Codes)]
    [InlineData(BatchEvents.Passed)]
    public void Take_DamagedRecords_CountsThem(int id)
    {
        byte[] whole = id switch { BatchEvents.Places => Places(), BatchEvents.Codes => Codes(), _ => Passed() };
        byte[] cut = [.. whole[..8], .. BitConverter.GetBytes(whole.Length - 13), .. whole[12..^1]], lying = [.. whole];
        lying[12] = 0x7F; // more records than there is room for

        _decoder.Take(id, cut);
        Assert.Equal(1, _decoder.LostBatches);
        _decoder.Take(id, lying);
        _decoder.Take(id, whole.AsSpan(0, whole.Length - 1));
        _decoder.Take(id, []);

        Assert.InRange(_decoder.LostBatches, 4, 6);
        Assert.Null(_told.At(5));
    }

    [Fact]
    public void Take_AnyBytes_NeverFailsOtherwise()
    {
        var random = new Random(3);
        byte[][] payloads = [Batch(0, [(2, "x")], AsyncEvent.OperationBegin(10, 7, 2)), Places(), Codes(), Passed(), Longs(1, 2, 3, 4, 5, 6, 7), Hello(BatchEvents.Protocol), []];
        for (int i = 0; i < 20_000; i++)
        {
            byte[] payload = [.. payloads[random.Next(payloads.Length)]];
            for (int flips = random.Next(4); flips > 0 && payload.Length > 0; flips--)
                payload[random.Next(payload.Length)] = (byte)random.Next(256);
            try
            {
                _decoder.Take(random.Next(0, 10), payload.AsSpan(0, random.Next(payload.Length + 1)));
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

    private byte[] Places() => Bytes(output => AwaitRecords.Write(new PlaceRecord[] { new(5, 2, new AwaitInfo("Gate.WaitAsync", false, "Shop.cs", 4, 7)), new(6, 3, null) }, output));

    private byte[] Codes() => Bytes(output => AwaitRecords.Write(new CodeRecord[] { new(2, "Shop.cs", 3, new AwaitInfo("Socket.ReceiveAsync", false, "Shop.cs", 5, 9), null) }, output));

    private byte[] Passed() => Bytes(output => AwaitRecords.Write(new PassedRecord[] { new(2, 3, [new MethodName { Type = "Shop.Mediator", Name = "Send" }]) }, output));

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
