using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using AsyncProf.Budgets;
using AsyncProf.Naming.Code;
using AsyncProf.Symbols.Awaits;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Decoding;

/// <summary>The metadata of modules where they lie on disk. The methods of one that is gone, or is not a module, keep their short names.</summary>
internal sealed class DiskModules : IDisposable
{
    /// <summary>What is added to the name of a recording for the list of modules that is kept beside it until its normal end.</summary>
    public const string ListExtension = ".modules";

    /// <summary>More than the modules of any process hold together, in bytes.</summary>
    private const long MostBytes = 8L << 30;

    /// <summary>How much of a recording's end usually holds the modules, and how much does where methods come after them, in bytes.</summary>
    private static readonly long[] Tails = [1L << 20, 8L << 20];

    private readonly List<PEReader> _images = [];
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MetadataReader> _readers = new(StringComparer.Ordinal);
    private long _bytes;

    /// <summary>What their code says.</summary>
    public ModuleCodes Codes { get; } = new();

    public DiskModules() => Code = new ModulesCode(Index);

    /// <summary>Which methods there are.</summary>
    public MetadataIndex Index { get; } = new();

    /// <summary>What their code is.</summary>
    public ModulesCode Code { get; }

    /// <summary>Adds the modules that a recording names.</summary>
    /// <param name="path">The recording.</param>
    /// <param name="rundown">Gets what it says of its process.</param>
    /// <param name="memory">What reading it takes is charged there.</param>
    public void AddThoseOf(string path, RundownReader rundown, MemoryAccount memory)
    {
        long before = memory.Held;
        void Take(Guid provider, int id, int thread, long timestamp, ReadOnlySpan<byte> payload) => rundown.Take(provider, id, payload);
        if (!Array.Exists(Tails, tail => NettraceReader.TryReadTail(path, tail, Take, memory) && rundown.IsWhole))
            NettraceReader.Read(path, Take, memory, _ => true);
        memory.Set(before);
        if (!rundown.IsWhole && File.Exists(path + ListExtension))
            ReadList(path + ListExtension, Take);
        foreach (string module in rundown.Modules)
            Add(module);
    }

    /// <summary>The metadata of a module that was added by its path; null where it could not be read.</summary>
    public MetadataReader? At(string path) => _readers.GetValueOrDefault(path);

    public void Dispose()
    {
        Code.Dispose();
        _images.ForEach(image => image.Dispose());
        Codes.Dispose();
    }

    /// <summary>What was kept beside a recording that was cut short. It may be cut short as well.</summary>
    private static void ReadList(string path, NettraceReader.EventHandler take)
    {
        try
        {
            NettraceReader.Read(path, take);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            // The methods of its modules keep their short names.
        }
    }

    /// <summary>Whether a path begins with two slashes of either kind, which Windows takes for the name of a machine, or of a device; where there is no Windows, nobody writes it so.</summary>
    internal static bool IsOfAnotherMachine(string path) => path is ['/' or '\\', '/' or '\\', ..];

    /// <summary>Adds the module at a path, if there is one.</summary>
    public void Add(string path)
    {
        try
        {
            // A recording can name anything: another machine, a pipe or a device, which have no length, the same module under many names, or all that is on the disk.
            if (IsOfAnotherMachine(path))
                return;
            var file = new FileInfo(path);
            if (!file.Exists || file.Length == 0 || !_paths.Add(file.FullName) || (_bytes += file.Length) > MostBytes)
                return;
            var image = new PEReader(File.OpenRead(path), PEStreamOptions.PrefetchMetadata);
            _images.Add(image);
            if (!image.HasMetadata)
                return;
            MetadataReader reader = image.GetMetadataReader();
            string assembly = reader.IsAssembly ? reader.GetString(reader.GetAssemblyDefinition().Name) : "";
            if (assembly.Length > 0)
                Codes.Add(assembly, file.FullName);
            Index.Add(reader, assembly.Length == 0 ? null : new ModuleMakers(Codes, assembly, reader.GetGuid(reader.GetModuleDefinition().Mvid)));
            _readers.TryAdd(path, reader);
            Code.Add(path, reader);
        }
        catch (Exception exception) when (exception is BadImageFormatException or IOException or UnauthorizedAccessException or InvalidOperationException or OverflowException or ArgumentException or NotSupportedException)
        {
            // Its methods keep their short names.
        }
    }
}
