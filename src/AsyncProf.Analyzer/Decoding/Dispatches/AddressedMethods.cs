using System.Buffers.Binary;
using AsyncProf.Budgets;
using AsyncProf.Decoding.Stacks;

namespace AsyncProf.Decoding.Dispatches;

/// <summary>All methods of a recording by their addresses, as the runtime told them while they were compiled and at the end.</summary>
/// <param name="memory">What they take is charged there.</param>
internal sealed class AddressedMethods(MemoryAccount memory)
{
    /// <summary>What tells of the process when a session ends.</summary>
    public static readonly Guid Rundown = new("a669021c-c450-4609-a035-5af59af4df18");


    private const int Loaded = 143, ListedAtEnd = 144, ModuleLoaded = 152, ModuleListed = 153, ModuleListedAtEnd = 154, MapLoaded = 190, MapListed = 149, MapListedAtEnd = 150;
    private const int ModuleAt = 8, StartAt = 16, SizeAt = 24, TokenAt = 28, NamesAt = 36, PathAt = 24;

    /// <summary>More than any process has; a file can say anything.</summary>
    private const int MostMethods = 1_000_000, MostModules = 20_000, LongestName = 4096;

    private readonly Dictionary<ulong, AddressedMethod> _byStart = [];
    private readonly Dictionary<ulong, string> _modules = [];
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _texts = new HashSet<string>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    private readonly Dictionary<ulong, (int Native, int IL)[]> _maps = [];
    private ulong[] _starts = [];
    private (ulong Method, ulong Start) _lastMethod;
    private (ulong Method, (int Native, int IL)[]? Map) _lastMap;

    /// <summary>Takes one event; those that say nothing of this are passed over.</summary>
    public void Take(Guid provider, int id, ReadOnlySpan<byte> payload)
    {
        if (provider == Rundown ? id is Loaded or ListedAtEnd : provider == RuntimeEvents.Provider && id == Loaded)
            TakeMethod(payload);
        else if (KeepsMaps && (provider == Rundown ? id is MapListed or MapListedAtEnd : provider == RuntimeEvents.Provider && id == MapLoaded))
            TakeMap(payload);
        else if (provider == Rundown ? id is ModuleListed or ModuleListedAtEnd : provider == RuntimeEvents.Provider && id == ModuleLoaded)
            TakeModule(payload);
    }

    /// <summary>Whether it is kept which code belongs to which IL, too.</summary>
    public bool KeepsMaps { get; init; }

    /// <summary>The offset in the IL of the method that an address lies in; -1 where it is not known.</summary>
    public int OffsetAt(ulong address)
    {
        int at = IndexOf(address);
        if (at < 0 || !_maps.TryGetValue(_starts[at], out (int Native, int IL)[]? map))
            return -1;
        int native = (int)Math.Min(int.MaxValue, address - _starts[at]), found = -1;
        foreach ((int from, int offset) in map)
        {
            if (from > native)
                break;
            found = offset;
        }

        return found;
    }

    /// <summary>The method that an address lies in, and its assembly; false where none is known, or not its assembly.</summary>
    public bool TryFind(ulong address, out AddressedMethod method, out string assembly)
    {
        int at = IndexOf(address);
        (method, assembly) = (default, "");
        if (at < 0)
            return false;
        method = _byStart[_starts[at]];
        // A stack holds where a method goes on, which may be just behind its last instruction.
        return address - _starts[at] <= method.Size && _modules.TryGetValue(method.Module, out assembly!);
    }

    private int IndexOf(ulong address)
    {
        if (_starts.Length != _byStart.Count)
        {
            _starts = [.. _byStart.Keys];
            Array.Sort(_starts);
        }

        int at = Array.BinarySearch(_starts, address);
        return at < 0 ? ~at - 1 : at;
    }

    /// <summary>
    /// MethodILToNativeMap and its like: method, its version, extent, how many, their offsets in the IL, and those in the code. Of one method that was compiled several times each map stands next to the
    /// event of its code: behind it where it is loaded, before it where it is listed at the end.
    /// </summary>
    private void TakeMap(ReadOnlySpan<byte> payload)
    {
        const int CountAt = 17, OffsetsAt = 19;
        if (payload.Length < OffsetsAt || _maps.Count >= MostMethods)
            return;
        int count = BinaryPrimitives.ReadUInt16LittleEndian(payload[CountAt..]);
        if (payload.Length < OffsetsAt + (count * 2 * sizeof(int)))
            return;
        var map = new List<(int Native, int IL)>(count);
        for (int i = 0; i < count; i++)
        {
            int offset = BinaryPrimitives.ReadInt32LittleEndian(payload[(OffsetsAt + (i * sizeof(int)))..]), native = BinaryPrimitives.ReadInt32LittleEndian(payload[(OffsetsAt + ((count + i) * sizeof(int)))..]);
            map.Add((native, offset < 0 ? -1 : offset)); // what is of no line: prolog, epilog
        }

        map.Sort();
        ulong method = BinaryPrimitives.ReadUInt64LittleEndian(payload);
        _lastMap = (method, [.. map]);
        if (_lastMethod.Method == method && !_maps.ContainsKey(_lastMethod.Start))
            Attach(_lastMethod.Start);
    }

    private void Attach(ulong start)
    {
        memory.Charge(Sizes.OfEntry(16) + (_lastMap.Map!.Length * 2L * sizeof(int)));
        _maps[start] = _lastMap.Map;
        _lastMap = default;
    }

    /// <summary>MethodLoadVerbose and its like: method, module, start, size, token, flags, then type, name and signature.</summary>
    private void TakeMethod(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < NamesAt || _byStart.Count >= MostMethods)
            return;
        ReadOnlySpan<char> type = TplDecoder.Text(payload[NamesAt..]);
        ReadOnlySpan<char> name = TplDecoder.Text(payload[Math.Min(payload.Length, NamesAt + ((type.Length + 1) * sizeof(char)))..]);
        if (type.Length > LongestName || name.Length > LongestName)
            return;
        int before = _byStart.Count;
        ulong start = BinaryPrimitives.ReadUInt64LittleEndian(payload[StartAt..]);
        _lastMethod = (BinaryPrimitives.ReadUInt64LittleEndian(payload), start);
        if (_lastMap.Map is not null && _lastMap.Method == _lastMethod.Method && !_maps.ContainsKey(start))
            Attach(start);
        _byStart[start] = new AddressedMethod(
            BinaryPrimitives.ReadUInt32LittleEndian(payload[SizeAt..]),
            BinaryPrimitives.ReadUInt64LittleEndian(payload[ModuleAt..]),
            Keep(MethodMap.OpenType(type)),
            Keep(name),
            BinaryPrimitives.ReadInt32LittleEndian(payload[TokenAt..]));
        if (_byStart.Count > before)
            memory.Charge(Sizes.OfEntry(48) + sizeof(ulong));
    }

    /// <summary>ModuleLoad and its like: module, assembly, flags, reserved, path of the IL, …</summary>
    private void TakeModule(ReadOnlySpan<byte> payload)
    {
        if (payload.Length <= PathAt || _modules.Count >= MostModules || TplDecoder.Text(payload[PathAt..]) is not { Length: > 0 and < LongestName } path)
            return;
        if (_modules.TryAdd(BinaryPrimitives.ReadUInt64LittleEndian(payload), Keep(Path.GetFileNameWithoutExtension(path))))
            memory.Charge(Sizes.OfEntry(16));
    }

    /// <summary>Types have many methods, and many methods one name: each text is kept once.</summary>
    private string Keep(ReadOnlySpan<char> text)
    {
        if (_texts.TryGetValue(text, out string? kept))
            return kept;
        memory.Charge(Sizes.OfText(text.Length) + Sizes.OfEntry(8));
        _texts.Add(text);
        return _texts.TryGetValue(text, out kept) ? kept : text.ToString();
    }
}
