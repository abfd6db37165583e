using System.Diagnostics;
using System.Text.Json;

namespace AsyncProf.Recording.Processes;

/// <summary>What an app's files say about it, before anything is tried on its process. Linux only; elsewhere nothing is known.</summary>
internal sealed class AppFiles
{
    private const string Facade = "System.Runtime.dll";
    private const int LargestConfiguration = 1 << 20;
    private const long LargestImage = 1L << 30;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>What marks the header of a single-file app: the SHA-256 of ".net core bundle".</summary>
    private static readonly byte[] BundleMark = Convert.FromHexString("8b1202b96a612038727b930214d7a03213f5b9e6efae3318ee3b2dce24b36aae");

    /// <summary>A symbol that programs export which were compiled ahead of time, for debuggers: https://github.com/dotnet/runtime/blob/main/src/coreclr/nativeaot/Runtime/DebugHeader.cpp.</summary>
    private static readonly byte[] NativeMark = "DotNetRuntimeDebugHeader"u8.ToArray();

    private readonly int _pid;
    private readonly Lazy<string?> _runtime; // in a runtime that has just started the library is mapped, and CoreLib not yet
    private readonly Lazy<JsonElement> _configuration;

    public AppFiles(int pid)
    {
        _pid = pid;
        _runtime = new Lazy<string?>(() => ProcFiles.MapsOf(pid).FirstOrDefault(ProcFiles.IsRuntime));
        _configuration = new Lazy<JsonElement>(ReadConfiguration);
    }

    /// <summary>Whether it was compiled ahead of time as a whole: there is a runtime in it, and no managed code.</summary>
    public bool IsNative => HasNoRuntime && Contains(ProcFiles.ImageOf(_pid), NativeMark);

    /// <summary>Whether no .NET runtime is in it that could be asked.</summary>
    public bool IsForeign => HasNoRuntime && !IsNative;

    /// <summary>Whether what it does not use was cut out of the framework: then an agent's code may call what is not there.</summary>
    public bool IsTrimmed
    {
        get
        {
            if (!OperatingSystem.IsLinux())
                return false;
            if (_runtime.Value is { } runtime)
                return !File.Exists(Path.Combine(Path.GetDirectoryName(ProcFiles.Seen(_pid, runtime))!, Facade));
            return Contains(ProcFiles.ImageOf(_pid), BundleMark) && !Contains(ProcFiles.ImageOf(_pid), [(byte)Facade.Length, .. System.Text.Encoding.UTF8.GetBytes(Facade)]);
        }
    }

    /// <summary>Whether its event sources are switched off, without which there is nothing to record.</summary>
    public bool HasNoEvents => Switch("System.Diagnostics.Tracing.EventSource.IsSupported") == false;

    /// <summary>Whether it runs no startup hooks, so that no agent can be loaded.</summary>
    public bool HasNoHooks => Switch("System.StartupHookProvider.IsSupported") == false;

    /// <summary>Whether it neither has the runtime's library nor a bundle of an app with its runtime.</summary>
    private bool HasNoRuntime => OperatingSystem.IsLinux() && _runtime.Value is null && ProcFiles.ProgramOf(_pid) is not null && !Contains(ProcFiles.ImageOf(_pid), BundleMark);

    private bool? Switch(string name) =>
        _configuration.Value.ValueKind == JsonValueKind.Object
        && _configuration.Value.TryGetProperty("runtimeOptions", out JsonElement options) && options.ValueKind == JsonValueKind.Object
        && options.TryGetProperty("configProperties", out JsonElement properties) && properties.ValueKind == JsonValueKind.Object
        && properties.TryGetProperty(name, out JsonElement value)
            ? value.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null }
            : null;

    /// <summary><c>App.runtimeconfig.json</c>, beside <c>App.dll</c> or the program.</summary>
    private JsonElement ReadConfiguration()
    {
        if (!OperatingSystem.IsLinux())
            return default;
        string? assembly = ProcFiles.CommandLineOf(_pid).FirstOrDefault(word => word.EndsWith(".dll", StringComparison.OrdinalIgnoreCase));
        IEnumerable<string?> candidates = [ProcFiles.ProgramOf(_pid), assembly is null ? null : ProcFiles.Seen(_pid, Path.GetFullPath(assembly, WorkingDirectory()))];
        foreach (string candidate in candidates.OfType<string>())
        {
            string name = candidate.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? candidate[..^4] : candidate;
            string path = name + ".runtimeconfig.json";
            JsonElement found = default;
            var reading = new Thread(() => found = Parse(path)) { IsBackground = true }; // the target's user may have put anything there, a pipe that never ends too
            reading.Start();
            if (reading.Join(Patience) && found.ValueKind == JsonValueKind.Object)
                return found;
        }

        return default;
    }

    /// <summary>A small file of JSON; nothing if it is anything else or cannot be read; then the process has to be asked.</summary>
    private static JsonElement Parse(string path)
    {
        try
        {
            byte[] content = new byte[LargestConfiguration];
            using FileStream file = File.OpenRead(path);
            using JsonDocument document = JsonDocument.Parse(content.AsMemory(0, file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false)));
            return document.RootElement.Clone();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return default;
        }
    }

    private string WorkingDirectory() => ProcFiles.WorkingDirectoryOf(_pid) is { Length: > 0 } directory ? directory : "/";

    /// <summary>Whether bytes stand somewhere in a file. Its owner may have made it of any size: no more is read than an app has, nor for longer than somebody would wait.</summary>
    private static bool Contains(string path, byte[] wanted)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            byte[] buffer = new byte[1 << 20];
            long begun = Stopwatch.GetTimestamp();
            for (int filled = 0, read; file.Position < LargestImage && Stopwatch.GetElapsedTime(begun) < Patience && (read = file.Read(buffer, filled, buffer.Length - filled)) > 0;)
            {
                filled += read;
                if (buffer.AsSpan(0, filled).IndexOf(wanted) >= 0)
                    return true;
                int kept = Math.Min(wanted.Length - 1, filled); // it may lie across the border of two reads
                buffer.AsSpan(filled - kept, kept).CopyTo(buffer);
                filled = kept;
            }

            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
