using System.Buffers.Binary;
using AsyncProf.Budgets;

namespace AsyncProf.Decoding.Stacks;

/// <summary>From addresses to methods, as far as the events of the runtime have told them.</summary>
internal sealed class MethodMap
{
    private static readonly Guid Rundown = new("a669021c-c450-4609-a035-5af59af4df18");

    private const int Loaded = 143, Unloaded = 144, ListedAtEnd = 144, ModuleLoaded = 152, ModuleListed = 153, ModuleListedAtEnd = 154;
    private const int StartAt = 16, SizeAt = 24, NamesAt = 36, PathAt = 24;

    /// <summary>More than any process has; a file can say anything.</summary>
    private const int MostMethods = 1_000_000, MostModules = 20_000, MostPages = 4_000_000;

    private const int PageBits = 12;

    /// <summary>A range in a page's list, in bytes, mostly its only one.</summary>
    private const long PageBytes = 180;

    private readonly Dictionary<ulong, MethodRange> _byStart = [];
    private readonly Dictionary<ulong, List<MethodRange>> _byPage = [];
    private readonly Dictionary<ulong, string> _modules = [];
    private int _pages;
    private long _textBytes;

    /// <summary>Grows with what is known: what was not found may be found once it has changed.</summary>
    public int Version { get; private set; }

    /// <summary>All of it, in no order.</summary>
    public IReadOnlyCollection<MethodRange> Ranges => _byStart.Values;

    /// <summary>The assemblies of modules, by the modules' numbers.</summary>
    public IReadOnlyDictionary<ulong, string> Modules => _modules;

    /// <summary>What it takes, in bytes.</summary>
    public long KeptBytes => (_byStart.Count * Sizes.OfEntry(48)) + (_pages * PageBytes) + _textBytes;

    /// <summary>Takes one event; those that say nothing of this are passed over.</summary>
    public void Take(Guid provider, int id, ReadOnlySpan<byte> payload)
    {
        if (provider == RuntimeEvents.Provider && id == Loaded)
            TakeMethod(payload);
        else if (provider == RuntimeEvents.Provider && id == Unloaded && payload.Length >= NamesAt)
            Remove(BinaryPrimitives.ReadUInt64LittleEndian(payload[StartAt..]));
        else if (provider == Rundown && id is Loaded or ListedAtEnd)
            TakeMethod(payload);
        else if (provider == Rundown ? id is ModuleListed or ModuleListedAtEnd : provider == RuntimeEvents.Provider && id == ModuleLoaded)
            TakeModule(payload);
    }

    /// <summary>Adds a range; one that begins at the same address is replaced.</summary>
    public void Add(in MethodRange range)
    {
        Remove(range.Start);
        (ulong first, ulong last) = PagesOf(range);
        ulong pages = last - first + 1;
        if (_byStart.Count >= MostMethods || range.Size == 0 || last < first || pages > (ulong)(MostPages - _pages))
            return;
        _byStart.Add(range.Start, range);
        _textBytes += range.Machine is { } machine ? Sizes.OfText(machine.Length) : 0;
        for (ulong page = first; page <= last; page++)
        {
            if (!_byPage.TryGetValue(page, out List<MethodRange>? ranges))
                _byPage.Add(page, ranges = []);
            ranges.Add(range);
        }

        _pages += (int)pages;
        Version++;
    }

    public void AddModule(ulong module, string assembly)
    {
        if (_modules.Count >= MostModules && !_modules.ContainsKey(module))
            return;
        if (!_modules.ContainsKey(module))
            _textBytes += Sizes.OfText(assembly.Length) + Sizes.OfEntry(16);
        _modules[module] = assembly;
    }

    /// <summary>The method that an address lies in; false where none is known.</summary>
    public bool TryFind(ulong address, out MethodRange range)
    {
        range = default;
        if (!_byPage.TryGetValue(address >> PageBits, out List<MethodRange>? ranges))
            return false;
        foreach (MethodRange candidate in ranges)
        {
            if (address - candidate.Start >= candidate.Size)
                continue;
            range = candidate;
            return true;
        }

        return false;
    }

    private void Remove(ulong start)
    {
        if (!_byStart.Remove(start, out MethodRange range))
            return;
        _textBytes -= range.Machine is { } machine ? Sizes.OfText(machine.Length) : 0;
        (ulong first, ulong last) = PagesOf(range);
        for (ulong page = first; page <= last; page++)
            _byPage[page].Remove(range);
        _pages -= (int)(last - first + 1);
    }

    private static (ulong First, ulong Last) PagesOf(in MethodRange range) => (range.Start >> PageBits, unchecked(range.Start + range.Size - 1) >> PageBits);

    /// <summary>MethodLoadVerbose and its like: method, module, start, size, token, flags, then type, name and signature.</summary>
    private void TakeMethod(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < NamesAt)
            return;
        ReadOnlySpan<char> type = TplDecoder.Text(payload[NamesAt..]);
        ReadOnlySpan<char> name = TplDecoder.Text(payload[Math.Min(payload.Length, NamesAt + ((type.Length + 1) * sizeof(char)))..]);
        bool isMachine = name is "MoveNext" && type.Length < 4096;
        Add(new MethodRange(
            BinaryPrimitives.ReadUInt64LittleEndian(payload[StartAt..]),
            BinaryPrimitives.ReadUInt32LittleEndian(payload[SizeAt..]),
            isMachine ? BinaryPrimitives.ReadUInt64LittleEndian(payload[sizeof(ulong)..]) : 0,
            isMachine ? OpenType(type).ToString() : null,
            type.StartsWith("System.", StringComparison.Ordinal)));
    }

    /// <summary>ModuleLoad and its like: module, assembly, flags, reserved, path of the IL, …</summary>
    private void TakeModule(ReadOnlySpan<byte> payload)
    {
        if (payload.Length > PathAt && TplDecoder.Text(payload[PathAt..]) is { Length: > 0 and < 4096 } path)
            AddModule(BinaryPrimitives.ReadUInt64LittleEndian(payload), Path.GetFileNameWithoutExtension(path.ToString()));
    }

    /// <summary>A type without the arguments that follow its name in brackets.</summary>
    public static ReadOnlySpan<char> OpenType(ReadOnlySpan<char> type)
    {
        if (!type.EndsWith("]", StringComparison.Ordinal))
            return type;
        int depth = 0;
        for (int i = type.Length - 1; i >= 0; i--)
        {
            if (type[i] == ']')
                depth++;
            else if (type[i] == '[' && --depth == 0)
                return type[..i];
        }

        return type;
    }
}
