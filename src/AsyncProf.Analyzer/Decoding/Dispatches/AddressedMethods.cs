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

    private static readonly Guid Runtime = new("e13c0d23-ccbc-4e12-931b-d9cc2eee27e4");

    private const int Loaded = 143, ListedAtEnd = 144, ModuleLoaded = 152, ModuleListed = 153, ModuleListedAtEnd = 154;
    private const int ModuleAt = 8, StartAt = 16, SizeAt = 24, TokenAt = 28, NamesAt = 36, PathAt = 24;

    /// <summary>More than any process has; a file can say anything.</summary>
    private const int MostMethods = 1_000_000, MostModules = 20_000, LongestName = 4096;

    private readonly Dictionary<ulong, AddressedMethod> _byStart = [];
    private readonly Dictionary<ulong, string> _modules = [];
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _texts = new HashSet<string>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    private ulong[] _starts = [];

    /// <summary>Takes one event; those that say nothing of this are passed over.</summary>
    public void Take(Guid provider, int id, ReadOnlySpan<byte> payload)
    {
        if (provider == Rundown ? id is Loaded or ListedAtEnd : provider == Runtime && id == Loaded)
            TakeMethod(payload);
        else if (provider == Rundown ? id is ModuleListed or ModuleListedAtEnd : provider == Runtime && id == ModuleLoaded)
            TakeModule(payload);
    }

    /// <summary>The method that an address lies in, and its assembly; false where none is known, or not its assembly.</summary>
    public bool TryFind(ulong address, out AddressedMethod method, out string assembly)
    {
        if (_starts.Length != _byStart.Count)
        {
            _starts = [.. _byStart.Keys];
            Array.Sort(_starts);
        }

        int at = Array.BinarySearch(_starts, address);
        at = at < 0 ? ~at - 1 : at;
        (method, assembly) = (default, "");
        if (at < 0)
            return false;
        method = _byStart[_starts[at]];
        // A stack holds where a method goes on, which may be just behind its last instruction.
        return address - _starts[at] <= method.Size && _modules.TryGetValue(method.Module, out assembly!);
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
        _byStart[BinaryPrimitives.ReadUInt64LittleEndian(payload[StartAt..])] = new AddressedMethod(
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
