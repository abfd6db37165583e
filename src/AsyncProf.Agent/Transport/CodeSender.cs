using System.Buffers;
using AsyncProf.Events.Batches;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Awaits;
using AsyncProf.Symbols.Places;

namespace AsyncProf.Transport;

/// <summary>Sends what is known of places and of the code of methods, a place again when its await is found out later.</summary>
/// <param name="places">The places.</param>
/// <param name="passed">Which methods passed tasks on.</param>
/// <param name="methods">The methods behind names.</param>
/// <param name="code">What their code says.</param>
/// <param name="source">Where it goes.</param>
internal sealed class CodeSender(PlaceTable places, PassedFrames passed, MethodTable methods, IAwaitSource code, BatchSource source)
{
    /// <summary>A batch of records is full with this many bytes.</summary>
    private const int FullBytes = 30_000;

    /// <summary>Places without an await that are asked again; what never suspends again stays without.</summary>
    private const int MostUnknown = 4096;

    private readonly ArrayBufferWriter<byte> _bytes = new(BatchEvents.MaximumBytes);
    private readonly List<PlaceRecord> _records = [];
    private readonly Queue<int> _unknown = new();
    private int _next = PlaceTable.None + 1;
    private int _passedVersion;

    /// <summary>Somebody listens who knows nothing yet.</summary>
    public void Restart()
    {
        _next = PlaceTable.None + 1;
        _unknown.Clear();
        _passedVersion = 0;
    }

    /// <summary>
    /// Sends the places that are new, and those whose await has become known. A place waits until its name has been sent: threads add both meanwhile, and who reads a place before its name
    /// cannot tell ever after whose it is.
    /// </summary>
    /// <param name="names">The first name that has not been sent.</param>
    public void SendPlaces(int names)
    {
        for (int left = _unknown.Count; left > 0; left--)
        {
            int place = _unknown.Dequeue();
            if (places[place] is { ILOffset: Place.NoOffset })
                _unknown.Enqueue(place);
            else
                Add(place);
        }

        for (; _next < places.Count && places[_next] is { } place && place.NameId < names; _next++)
            Add(_next);
        Flush();
        SendPassed(names);
    }

    /// <summary>Sends what the code of methods says.</summary>
    /// <param name="names">The names of their operations.</param>
    public void SendCodes(IReadOnlyList<int> names)
    {
        var records = new List<CodeRecord>();
        int bytes = 0;
        foreach (int name in names)
        {
            var method = methods[methods.Resolve(name)];
            if (method.Machine.Length == 0)
                continue;
            (string file, int line) = code.BeginOf(method);
            var record = new CodeRecord(name, file, line, code.Untold(name, method), code.OnTask(name, method)) { Link = code.LinkOf(method) };
            if (bytes + AwaitRecords.SizeOf(record) > FullBytes)
                SendCodes(records, ref bytes);
            records.Add(record);
            bytes += AwaitRecords.SizeOf(record);
        }

        SendCodes(records, ref bytes);
    }

    private void SendPassed(int names)
    {
        if (passed.Version is var version && version == _passedVersion)
            return;
        bool isAll = true;
        var records = new List<PassedRecord>();
        int bytes = 0;
        foreach ((int caller, int callee) in passed.Pairs)
        {
            if (Math.Max(caller, callee) >= names)
            {
                isAll = false;
                continue;
            }

            var record = new PassedRecord(caller, callee, code.Passed(caller, callee) ?? []);
            if (bytes + AwaitRecords.SizeOf(record) > FullBytes)
                SendPassed(records, ref bytes);
            records.Add(record);
            bytes += AwaitRecords.SizeOf(record);
        }

        SendPassed(records, ref bytes);
        if (isAll)
            _passedVersion = version;
    }

    private void SendPassed(List<PassedRecord> records, ref int bytes)
    {
        if (records.Count > 0)
        {
            _bytes.ResetWrittenCount();
            AwaitRecords.Write(records, _bytes);
            source.Send(BatchEvents.Passed, _bytes.WrittenSpan);
        }

        records.Clear();
        bytes = 0;
    }

    private void SendCodes(List<CodeRecord> records, ref int bytes)
    {
        if (records.Count == 0)
            return;
        _bytes.ResetWrittenCount();
        AwaitRecords.Write(records, _bytes);
        source.Send(BatchEvents.Codes, _bytes.WrittenSpan);
        records.Clear();
        bytes = 0;
    }

    private void Add(int id)
    {
        if (places[id] is not { NameId: not 0 } place)
            return;
        AwaitInfo? await = code.At(id);
        if (place.ILOffset == Place.NoOffset && _unknown.Count < MostUnknown)
            _unknown.Enqueue(id);
        var record = new PlaceRecord(id, place.NameId, await);
        if (_records.Sum(static sent => AwaitRecords.SizeOf(sent)) + AwaitRecords.SizeOf(record) > FullBytes)
            Flush();
        _records.Add(record);
    }

    private void Flush()
    {
        if (_records.Count == 0)
            return;
        _bytes.ResetWrittenCount();
        AwaitRecords.Write(_records, _bytes);
        source.Send(BatchEvents.Places, _bytes.WrittenSpan);
        _records.Clear();
    }
}
