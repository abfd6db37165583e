using System.Buffers.Binary;
using AsyncProf.Budgets;
using AsyncProf.Events.Batches;

namespace AsyncProf.Decoding;

/// <summary>
/// A <c>.nettrace</c> file on its way to TraceEvent: passes on what it knows to be harmless, block by block, and ends in an exception at what is not. Only version 4
/// of the format, which runtimes write, goes through.
/// </summary>
/// <param name="inner">The file.</param>
/// <param name="memory">What reading it takes is charged there; null for the usual limit.</param>
internal sealed class CheckedStream(Stream inner, MemoryAccount? memory = null) : ForwardStream
{
    /// <summary>What a block claims to be long is believed up to here; beyond, its bytes must come first.</summary>
    private const int Believed = 1 << 20;

    /// <summary>Far more than what describes all events of a process.</summary>
    private const int LargestDescription = 4 << 20;

    private readonly BlockMemory _memory = new(memory ?? new MemoryBudget(MemoryBudget.DefaultLimit).Open());

    /// <summary>What has been looked at and is not yet passed on; the buffer is used again.</summary>
    private byte[] _piece = new byte[256];
    private int _filled;
    private int _passed;

    /// <summary>What is passed on without a look, in bytes.</summary>
    private long _unseen;
    private long _taken;
    private bool _hasEnded;

    /// <summary>Why the file is not read at all; null if it is damaged only.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Whether its end has been read, as its writer wrote it; something else may follow.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>How much of the file has been read, in bytes.</summary>
    public long Taken => _taken;

    /// <summary>Looks whether a recording begins here, before anything is read; what it says of its process, or null where none does: nothing can be read then.</summary>
    public NettraceHeader? Open()
    {
        if (TryTake(NettraceLayout.Begin.Length) && _piece.AsSpan().StartsWith(NettraceLayout.Begin) && TryTake(NettraceLayout.FirstObject) && NettraceHeader.In(_piece.AsSpan(0, _filled)) is { } header)
            return header;
        _hasEnded = true;
        _filled = _passed = 0;
        return null;
    }

    /// <summary>Lets nothing more through.</summary>
    public void Stop() => _hasEnded = true;

    protected override long Passed => _taken - _filled + _passed;

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_passed == _filled && _unseen == 0 && (_hasEnded || !TryNext()))
        {
            _hasEnded = true;
            return 0;
        }

        if (_passed < _filled)
        {
            int length = Math.Min(buffer.Length, _filled - _passed);
            _piece.AsSpan(_passed, length).CopyTo(buffer);
            _passed += length;
            return length;
        }

        int read = inner.Read(buffer[..(int)Math.Min(buffer.Length, _unseen)]);
        _unseen -= read;
        _taken += read;
        return read;
    }

    /// <summary>Looks at the next block; false at the end of the file, wherever it is.</summary>
    private bool TryNext()
    {
        _filled = _passed = 0;
        if (_taken == 0)
            return TryBegin();
        if (!TryTake(1))
            return false;
        if (_piece[0] == NettraceLayout.NullReference)
            return IsAtEnd = _hasEnded = true;
        if (!TryTake(NettraceLayout.NameAt - 1))
            return false;
        if (!NettraceLayout.TryHead(_piece, out int version, out int length))
            throw new InvalidDataException("its blocks are damaged");
        if (!TryTake(length + 1))
            return false;
        ReadOnlySpan<byte> name = _piece.AsSpan(NettraceLayout.NameAt, length);
        if (name.SequenceEqual(NettraceLayout.Trace))
        {
            if (version != NettraceLayout.Known)
                throw Refused(FormattableString.Invariant($"it is of version {version} of the format, and only {NettraceLayout.Known} is read: record it with dotnet-trace collect"));
            _unseen = NettraceLayout.TraceLength + 1;
            return true;
        }

        return TryData(NettraceLayout.NameAt, length);
    }

    private bool TryBegin()
    {
        if (!TryTake(NettraceLayout.Begin.Length))
            return false;
        return _piece.AsSpan().StartsWith(NettraceLayout.Begin) ? true : throw Refused("it is of a version of the format that is not read: record it with dotnet-trace collect");
    }

    private bool TryData(int nameAt, int nameLength)
    {
        if (!TryTake(sizeof(int)))
            return false;
        int size = BinaryPrimitives.ReadInt32LittleEndian(_piece.AsSpan(_filled - sizeof(int)));
        int padding = (int)(-_taken & 3);
        if (size < 0 || size > Array.MaxLength / 2 || (IsDescription(_piece.AsSpan(nameAt, nameLength)) && size > LargestDescription))
            throw new InvalidDataException("its blocks are damaged");
        if (!TryTake(padding + size + 1))
            return false;
        if (_piece[_filled - 1] != NettraceLayout.EndObject)
            throw new InvalidDataException("its blocks are damaged");
        ReadOnlySpan<byte> name = _piece.AsSpan(nameAt, nameLength), data = _piece.AsSpan(_filled - 1 - size, size);
        if (IsDescription(name))
            MetadataCheck.Check(data);
        try
        {
            _memory.Take(name, data);
        }
        catch (BatchFormatException damage)
        {
            throw new InvalidDataException("its blocks are damaged", damage);
        }

        return true;
    }

    private static bool IsDescription(ReadOnlySpan<byte> name) => name.SequenceEqual(NettraceLayout.Description);

    /// <summary>Adds the next bytes to the piece; nothing of it is passed on where they are not there.</summary>
    private bool TryTake(int length)
    {
        for (int wanted = _filled + length; _filled < wanted;)
        {
            int part = Math.Min(wanted - _filled, Math.Max(Believed, _filled));
            Grow(_filled + part);
            int read = inner.ReadAtLeast(_piece.AsSpan(_filled, part), part, throwOnEndOfStream: false);
            _taken += read;
            if (read < part)
            {
                _filled = _passed = 0;
                return false;
            }

            _filled += part;
        }

        return true;
    }

    /// <summary>Makes room in the piece, and in the reader that gets it.</summary>
    private void Grow(int length)
    {
        if (_piece.Length >= length)
            return;
        _memory.Charge(2L * (length - _piece.Length));
        Array.Resize(ref _piece, length);
    }

    private InvalidDataException Refused(string why) => new(Refusal = why);
}
