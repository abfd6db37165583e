using System.Buffers.Binary;
using System.Runtime.InteropServices;
using AsyncProf.Decoding;
using AsyncProf.Events.Batches;

namespace AsyncProf.Recording.Attaching;

/// <summary>Finds the agent's hello and its heartbeats in a stream that is on its way to a file, without decoding the rest: they begin with marks.</summary>
internal sealed class StreamWatch
{
    private const int HeartbeatLength = 56, EdgesLength = 20;

    /// <summary>A hello is much shorter, in bytes; it is not waited for the end of one that goes on.</summary>
    private const int LongestHello = 1 << 14;

    private readonly byte[] _mark1 = Mark(BatchEvents.HelloMark1, BatchEvents.HelloMark2);
    private readonly byte[] _mark2 = Mark(BatchEvents.HeartbeatMark1, BatchEvents.HeartbeatMark2);
    private readonly byte[] _mark3 = Mark(BatchEvents.EdgesMark1, BatchEvents.EdgesMark2);
    private readonly byte[] _mark4 = Mark(BatchEvents.EndMark1, BatchEvents.EndMark2);
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _hello = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private byte[] _window = [];
    private byte[]? _greeting; // of a hello whose end has not come
    private int _kept;

    /// <summary>Ends when the agent has said hello.</summary>
    public Task Hello => _hello.Task;

    /// <summary>Ends when the agent has said that nothing is left to be sent; one that is too old never does.</summary>
    public Task End => _end.Task;

    /// <summary>How the agent receives events, in its own words; null until it has said hello.</summary>
    public string? EventsBy { get; private set; }

    /// <summary>What the last heartbeat told; null before the first.</summary>
    public RecordingProgress? Progress { get; private set; }

    /// <summary>How the agent tells edges, as <see cref="BatchEvents.EdgesByTasks"/> or the others; null until it says so, which it does before it says hello if it knows of exact ones.</summary>
    public int? Edges { get; private set; }

    /// <summary>Takes the next bytes.</summary>
    public void Take(ReadOnlySpan<byte> bytes)
    {
        if (_window.Length < _kept + bytes.Length)
            Array.Resize(ref _window, _kept + bytes.Length);
        bytes.CopyTo(_window.AsSpan(_kept));
        ReadOnlySpan<byte> all = _window.AsSpan(0, _kept + bytes.Length);
        if (all.LastIndexOf(_mark3) is var told and >= 0 && all.Length - told >= EdgesLength)
            Edges = BinaryPrimitives.ReadInt32LittleEndian(all[(told + (2 * sizeof(long)))..]);
        if (!_hello.Task.IsCompleted)
            Greet(all, bytes);
        if (!_end.Task.IsCompleted && all.IndexOf(_mark4) >= 0)
            _end.TrySetResult();
        if (all.LastIndexOf(_mark2) is var at and >= 0 && all.Length - at >= HeartbeatLength)
            Progress = new RecordingProgress(Field(all[at..], 3), Field(all[at..], 4), Field(all[at..], 5));
        int keep = Math.Min(all.Length, HeartbeatLength - 1); // one may lie across the border
        all[^keep..].CopyTo(_window);
        _kept = keep;
    }

    /// <summary>Looks for a hello, or for the rest of it.</summary>
    private void Greet(ReadOnlySpan<byte> all, ReadOnlySpan<byte> newest)
    {
        if (_greeting is not null)
            _greeting = [.. _greeting, .. newest[..Math.Min(newest.Length, LongestHello)]];
        else if (all.IndexOf(_mark1) is var at and >= 0)
            _greeting = all.Slice(at, Math.Min(all.Length - at, LongestHello)).ToArray();
        if (_greeting is null || (!BatchHello.IsWhole(_greeting) && _greeting.Length < LongestHello))
            return;
        EventsBy = BatchHello.TryRead(_greeting)?.EventsBy;
        _greeting = null;
        _hello.TrySetResult();
    }

    private static long Field(ReadOnlySpan<byte> payload, int field) => BinaryPrimitives.ReadInt64LittleEndian(payload[(field * sizeof(long))..]);

    private static byte[] Mark(long first, long second) => MemoryMarshal.AsBytes<long>([first, second]).ToArray();
}
