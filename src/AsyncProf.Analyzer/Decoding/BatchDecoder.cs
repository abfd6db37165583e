using System.Buffers.Binary;
using AsyncProf.Building;
using AsyncProf.Engine;
using AsyncProf.Events;
using AsyncProf.Events.Batches;
using AsyncProf.Stitching;
using AsyncProf.Stitching.Records;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Awaits;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Decoding;

/// <summary>Events of our own source: what an agent, or an app that profiles itself, has sent. Those that are damaged are counted and left out.</summary>
internal sealed class BatchDecoder(Stitcher stitcher, NameTable names, MethodTable methods, ToldAwaits? awaits = null)
{
    /// <summary>No event of the source is as large, in bytes; what is was made to be.</summary>
    private const int LargestPayload = 1 << 20;

    private readonly BatchFeed _feed = new(stitcher, names, fromMiddle: true);
    private long _next = -1;
    private long? _lostBefore;
    private long _pausedAt;
    private long _paused;

    /// <summary>What the sender said of itself; null before it has.</summary>
    public BatchHello? Hello { get; private set; }

    /// <summary>Up to when all events have come, as it said last, in ticks; 0 if it never did.</summary>
    public long CompleteTo { get; private set; }

    /// <summary>Up to when it said last that nothing is left, in ticks; null if it never did.</summary>
    public long? EndedAt { get; private set; }

    /// <summary>Events that had no room in the process.</summary>
    public long LostEvents { get; private set; }

    /// <summary>Batches that never came, or came damaged.</summary>
    public long LostBatches { get; private set; }

    /// <summary>Batches that came twice, too late, or of more threads than there can be.</summary>
    public long LeftOut => _feed.LateBatches + _feed.RefusedBatches;

    /// <summary>How often the capture paused within the recording, and how often because the buffers were full.</summary>
    public long Pauses { get; private set; }

    /// <inheritdoc cref="Pauses"/>
    public long Shed { get; private set; }

    /// <summary>What the process said it used.</summary>
    public UseLedger Use { get; } = new();

    /// <summary>Called when the capture has paused and all of before is stitched, with the moment; returns what goes on with the events after the pause.</summary>
    public Func<long, Stitcher>? OnPause { get; init; }

    /// <summary>Samples that come beside the batches; null for none.</summary>
    public ISampleFeed? Samples
    {
        get => _feed.Samples;
        set => _feed.Samples = value;
    }

    /// <summary>A thread by what the operating system calls it; null where it has sent nothing.</summary>
    public ThreadWork? ThreadOf(int osThread) => _feed.ThreadOf(osThread);

    /// <summary>How long the capture paused up to the end of the recording, in ticks.</summary>
    public long Paused(long end) => _paused + (_pausedAt == 0 ? 0 : Math.Max(0, end - _pausedAt));

    /// <summary>What waits to be stitched, in bytes.</summary>
    public long KeptBytes => _feed.KeptBytes;

    /// <summary>Takes one event of the source.</summary>
    /// <exception cref="InvalidDataException">It is of a version that this build does not read.</exception>
    public void Take(int id, ReadOnlySpan<byte> payload)
    {
        if (payload.Length > LargestPayload)
        {
            LostBatches++;
            return;
        }

        switch (id)
        {
            case BatchEvents.Hello when BatchHello.TryRead(payload) is { } hello:
                if (hello.Protocol is not (BatchEvents.Protocol or BatchEvents.ProtocolWithoutPlaces))
                    throw new InvalidDataException(FormattableString.Invariant($"its agent speaks version {hello.Protocol}, and this asyncprof version {BatchEvents.Protocol}: use the AsyncProf that wrote it, or a newer one"));
                Hello ??= hello;
                _feed.HasPlaces = hello.Protocol != BatchEvents.ProtocolWithoutPlaces;
                break;
            case BatchEvents.Batch or BatchEvents.Methods or BatchEvents.Places or BatchEvents.Codes or BatchEvents.Passed:
                TakeBytes(id, payload);
                break;
            case BatchEvents.Heartbeat when payload.Length >= 56:
                _lostBefore ??= Long(payload, 5); // before this recording
                LostEvents = Math.Max(LostEvents, Long(payload, 5) - _lostBefore.Value);
                CompleteTo = Math.Max(CompleteTo, Long(payload, 2));
                _feed.Advance(Long(payload, 2));
                break;
            case BatchEvents.Thread when payload.Length >= 8:
                _feed.TellThread(BinaryPrimitives.ReadInt32LittleEndian(payload), BinaryPrimitives.ReadInt32LittleEndian(payload[sizeof(int)..]));
                break;
            case BatchEvents.Use when payload.Length >= 64:
                Use.Tell(new ProcessUse((MeasuredUse)Long(payload, 1), Long(payload, 3), Long(payload, 4), Long(payload, 5), Long(payload, 6), Long(payload, 7)), begins: Long(payload, 2) != 0);
                break;
            case BatchEvents.Pause when payload.Length >= 16:
                Pause(Long(payload, 0), Long(payload, 1));
                break;
            case BatchEvents.Resume when payload.Length >= 8 && _pausedAt != 0:
                _paused += Math.Clamp(Long(payload, 0) - _pausedAt, 0, long.MaxValue / 64);
                _pausedAt = 0;
                break;
            case BatchEvents.End when payload.Length >= 24:
                EndedAt = Long(payload, 0);
                Skip(Long(payload, 2));
                _feed.Advance(Long(payload, 0));
                break;
        }
    }

    private void Pause(long at, long shed)
    {
        if (_pausedAt != 0 || !_feed.MayRenew)
            return; // a damaged file may say it twice, or without end
        _pausedAt = Math.Max(1, at);
        Pauses++;
        Shed = Math.Max(Shed, shed);
        _feed.Flush(long.MaxValue);
        if (OnPause?.Invoke(at) is { } next)
            _feed.Renew(next);
    }

    /// <summary>Stitches all that has come whole: usually that waits until it is worth while.</summary>
    public void CatchUp() => _feed.Flush(CompleteTo);

    /// <summary>Stitches what is left.</summary>
    public void Finish() => _feed.Flush(long.MaxValue);

    private static long Long(ReadOnlySpan<byte> payload, int field) => BinaryPrimitives.ReadInt64LittleEndian(payload[(field * sizeof(long))..]);

    /// <summary>A sequence number, then bytes with their length before them.</summary>
    private void TakeBytes(int id, ReadOnlySpan<byte> payload)
    {
        const int Head = sizeof(long) + sizeof(int);
        if (payload.Length < Head || BinaryPrimitives.ReadInt32LittleEndian(payload[sizeof(long)..]) is var length && (length < 0 || length > payload.Length - Head))
        {
            LostBatches++;
            return;
        }

        Skip(Long(payload, 0));
        _next++;
        try
        {
            ReadOnlySpan<byte> data = payload.Slice(Head, length);
            TakeRecords(id, data);
        }
        catch (BatchFormatException)
        {
            LostBatches++;
        }
    }

    private void TakeRecords(int id, ReadOnlySpan<byte> data)
    {
        switch (id)
        {
            case BatchEvents.Batch:
                _feed.Add(BatchReader.Read(data));
                break;
            case BatchEvents.Methods:
                foreach ((int name, MethodName method) in MethodRecords.Read(data))
                    methods.Tell(_feed.NameOf(name), method);
                break;
            case BatchEvents.Places:
                foreach (PlaceRecord place in AwaitRecords.ReadPlaces(data))
                    awaits?.Tell(place with { NameId = _feed.NameOf(place.NameId) });
                break;
            case BatchEvents.Passed:
                foreach (PassedRecord passed in AwaitRecords.ReadPassed(data))
                    awaits?.Tell(_feed.NameOf(passed.Caller), _feed.NameOf(passed.Callee), passed.Between);
                break;
            default:
                foreach (CodeRecord code in AwaitRecords.ReadCodes(data))
                    awaits?.Tell(code with { NameId = _feed.NameOf(code.NameId) }, methods[methods.Resolve(_feed.NameOf(code.NameId))]);
                break;
        }
    }

    /// <summary>Numbers that were passed over never came. A number can be anything in a damaged file.</summary>
    private void Skip(long to)
    {
        const long Unlikely = 1L << 40;
        if (_next >= 0 && to > _next && to - _next < Unlikely)
            LostBatches += to - _next;
        _next = Math.Clamp(to, 0, long.MaxValue / 2);
    }
}
