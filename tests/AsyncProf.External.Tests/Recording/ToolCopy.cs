using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using AsyncProf.Decoding;
using AsyncProf.Profiles;
using AsyncProf.Testing;
using AsyncProf.Testing.Processes;

namespace AsyncProf.External.Tests.Recording;

/// <summary>The tool and a target where every user may look, and which is not the temporary directory.</summary>
[SupportedOSPlatform("linux")]
internal sealed class ToolCopy : IDisposable
{
    /// <summary>A user without rights.</summary>
    public const string Nobody = "65534";

    /// <summary>The target's method.</summary>
    public const string Step = "AsyncProf.Target.Work.StepAsync";

    /// <summary>The words that run what follows as that user.</summary>
    public static readonly string[] AsNobody = ["--reuid", Nobody, "--regid", Nobody, "--clear-groups"];

    public ToolCopy()
    {
        CopyDirectory(Path.Combine(Repository.Root, "tests/programs/AsyncProf.Target/bin", Configuration, "net10.0"), Path.Combine(Folder, "target"));
        CopyDirectory(AppContext.BaseDirectory, Path.Combine(Folder, "tool"));
        Directory.CreateDirectory(Path.Combine(Folder, "out"), (UnixFileMode)0x1FF); // everybody writes
        File.SetUnixFileMode(Path.Combine(Folder, "out"), (UnixFileMode)0x1FF);
    }

    /// <summary>Where all lies.</summary>
    public string Folder { get; } = Path.Combine("/var/tmp", "asyncprof-tests-" + Path.GetRandomFileName());

    public string Target => Path.Combine(Folder, "target", "AsyncProf.Target.dll");

    public string Tool => Path.Combine(Folder, "tool", "asyncprof.dll");

    public string Output => Path.Combine(Folder, "out", "x.nettrace");

    private static string Configuration => Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))!);

    public static string Id(int pid) => pid.ToString(CultureInfo.InvariantCulture);

    /// <summary>Starts a target, and waits until it is ready.</summary>
    public static async Task<Process> StartAsync(string program, params string[] arguments)
    {
        Process target = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        Assert.Equal("ready", await target.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)));
        return target;
    }

    /// <summary>Says a line to a target and waits for its answer.</summary>
    public static async Task<string?> AskAsync(Process target, string line)
    {
        await target.StandardInput.WriteLineAsync(line);
        return await target.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>It still answers, and ends as it would.</summary>
    public static async Task AssertLivesAsync(Process target)
    {
        Assert.Equal("144", await AskAsync(target, "square 12"));
        target.StandardInput.Close();
        await target.EndedAsync();
        Assert.Equal(0, target.ExitCode);
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<(int Code, string Errors)> RunAsync(string program, params string[] arguments)
    {
        using Process tool = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        Task<string> errors = tool.StandardError.ReadToEndAsync();
        await tool.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60));
        await tool.EndedAsync();
        return (tool.ExitCode, await errors);
    }

    /// <summary>No copy of the agent lies in the temporary directory but those of tools that still run: other tests record at the same time.</summary>
    public static void AssertNoCopyIsLeft() => Assert.DoesNotContain(Directory.GetDirectories("/tmp", "asyncprof-*"), IsLeft);

    /// <summary>The target's work is in the recording.</summary>
    public void AssertRecorded(string source)
    {
        AsyncProfile profile = NettraceProfile.Load(Output);
        Assert.Equal(source, profile.Recording.Source);
        Assert.InRange(profile.Methods.Single(row => row.Method == Step).Calls, 20, 200);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static bool IsLeft(string directory) => !ToolFolders.IsInUse(directory) && Directory.Exists(directory) && Directory.GetFiles(directory, "AsyncProf.Hook.*.dll").Length > 0;

    private static void CopyDirectory(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(file => !file.Contains(".playwright", StringComparison.Ordinal)))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
