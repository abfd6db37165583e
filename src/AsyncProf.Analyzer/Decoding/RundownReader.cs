using System.Buffers.Binary;
using AsyncProf.Budgets;

namespace AsyncProf.Decoding;

/// <summary>Collects what a file says of the process: its modules, its runtime, where it runs.</summary>
internal sealed class RundownReader
{
    /// <summary>The provider of what is told at the end of a session.</summary>
    public static readonly Guid Rundown = new("a669021c-c450-4609-a035-5af59af4df18");
    private static readonly Guid EventPipe = new("92f528a6-f5b8-5160-a7ee-b33da7739e29");

    /// <summary>More than any process has; a file can say anything.</summary>
    private const int MaximumModules = 20_000;

    /// <summary>DCEndInit and DCEndComplete.</summary>
    private const int Started = 148, Completed = 146;

    private readonly HashSet<string> _modules = new(StringComparer.Ordinal);

    private bool _hasStarted;

    /// <summary>The paths of its modules, in the order of the file.</summary>
    public IReadOnlyCollection<string> Modules => _modules;

    /// <summary>What it has collected takes, in bytes.</summary>
    public long KeptBytes { get; private set; }

    /// <summary>As <c>10.0.12</c>; empty where the file does not say.</summary>
    public string RuntimeVersion { get; private set; } = "";

    public string Os { get; private set; } = "";

    public string Arch { get; private set; } = "";

    /// <summary>The name of the program, without its path or arguments.</summary>
    public string Process { get; private set; } = "";

    /// <summary>Whether the rundown was seen from its first event to its last, so that no module can be missing.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Takes one event; those that say nothing of this are passed over.</summary>
    public void Take(Guid provider, int id, ReadOnlySpan<byte> payload)
    {
        if (provider == EventPipe && id == 1)
            TakeProcess(payload);
        else if (provider == Rundown && id == 187)
            TakeRuntime(payload);
        else if (provider == Rundown && id == Started)
            _hasStarted = true;
        else if (provider == Rundown && id == Completed)
            IsWhole = _hasStarted;
        else if (provider == Rundown ? id is 153 or 154 : provider == RuntimeEvents.Provider && id == 152)
            TakeModule(payload);
    }

    /// <summary>ModuleLoad, ModuleDCStart and ModuleDCEnd: module id, assembly id, flags, reserved, path of the IL, …</summary>
    private void TakeModule(ReadOnlySpan<byte> payload)
    {
        const int PathAt = 24;
        if (payload.Length > PathAt && _modules.Count < MaximumModules && TplDecoder.Text(payload[PathAt..]) is { Length: > 0 and < 4096 } path)
            KeptBytes += _modules.Add(path.ToString()) ? Sizes.OfText(path.Length) + Sizes.OfEntry(8) : 0;
    }

    /// <summary>RuntimeInformation: instance, kind, then the version of the class library as four numbers of 16 bits.</summary>
    private void TakeRuntime(ReadOnlySpan<byte> payload)
    {
        if (payload.Length >= 12)
            RuntimeVersion = FormattableString.Invariant($"{BinaryPrimitives.ReadUInt16LittleEndian(payload[4..])}.{BinaryPrimitives.ReadUInt16LittleEndian(payload[6..])}.{BinaryPrimitives.ReadUInt16LittleEndian(payload[8..])}");
    }

    /// <summary>ProcessInfo: command line, operating system, architecture. Of the command line only the program's name is kept.</summary>
    private void TakeProcess(ReadOnlySpan<byte> payload)
    {
        ReadOnlySpan<char> command = TplDecoder.Text(payload);
        payload = Rest(payload, command);
        ReadOnlySpan<char> os = TplDecoder.Text(payload);
        payload = Rest(payload, os);
        (Os, Arch) = (os.ToString(), TplDecoder.Text(payload).ToString());
        string[] words = command.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string program = words.Length == 0 ? "" : Path.GetFileNameWithoutExtension(words[0]);
        string? assembly = words.Skip(1).FirstOrDefault(word => word.EndsWith(".dll", StringComparison.OrdinalIgnoreCase));
        Process = program == "dotnet" && assembly is not null ? Path.GetFileNameWithoutExtension(assembly) : program;

        static ReadOnlySpan<byte> Rest(ReadOnlySpan<byte> payload, ReadOnlySpan<char> text) => payload[Math.Min(payload.Length, (text.Length + 1) * 2)..];
    }
}
