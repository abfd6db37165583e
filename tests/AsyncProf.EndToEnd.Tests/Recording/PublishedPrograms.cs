using System.Diagnostics;
using AsyncProf.Testing;

namespace AsyncProf.EndToEnd.Tests.Recording;

/// <summary>Programs of <c>tests/programs</c> published in other ways than these tests are built, each once for all tests that record.</summary>
public sealed class PublishedPrograms : IAsyncLifetime
{
    /// <summary>The sources of .NET 10 on the runtime of .NET 11, and compiled for its way to suspend.</summary>
    private static readonly string[] Eleven = ["-p:RuntimeFrameworkVersion=11.0.0"];
    internal static readonly string[] WithRuntimeAsync = [.. Eleven, "-p:Features=runtime-async=on", "-p:EnablePreviewFeatures=true", "-p:NoWarn=SYSLIB5007"];

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");
    private readonly Dictionary<string, Task<string>> _published = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await Task.WhenAll(_published.Values);
        _directory.Delete(recursive: true);
    }

    /// <summary>The path of a program with the runtime 11.0.0.</summary>
    /// <param name="program">The name of its project.</param>
    /// <param name="isRuntimeAsync">Whether it is left to the runtime to suspend its methods; otherwise they are state machines as ever.</param>
    public Task<string> OnElevenAsync(string program, bool isRuntimeAsync) => GetAsync(program, "net10.0", "Release", isRuntimeAsync ? WithRuntimeAsync : Eleven);

    /// <summary>The path of a program with its runtime.</summary>
    /// <param name="program">The name of its project.</param>
    /// <param name="framework">The framework that it is for.</param>
    /// <param name="configuration">Debug or Release.</param>
    /// <param name="properties">What else is said to the build.</param>
    public Task<string> GetAsync(string program, string framework, string configuration, params string[] properties)
    {
        string key = string.Join(' ', [program, framework, configuration, .. properties]);
        lock (_published)
            return _published.TryGetValue(key, out Task<string>? built) ? built : _published[key] = PublishAsync(program, framework, configuration, properties, _published.Count);
    }

    /// <summary>Published from a copy of its sources, so that no build of the repository is disturbed.</summary>
    private Task<string> PublishAsync(string program, string framework, string configuration, string[] properties, int number)
    {
        string sources = Path.Combine(_directory.FullName, $"source-{number}"), output = Path.Combine(_directory.FullName, $"{number}");
        Copy(Path.Combine(Repository.Root, "tests/programs", program), sources);
        return PublishAsync(sources, output, program, framework, configuration, properties);
    }

    /// <summary>Publishes sources with their runtime, and returns the program's path.</summary>
    internal static async Task<string> PublishAsync(string sources, string output, string program, string framework, string configuration, string[] properties)
    {
        using Process publish = Process.Start(new ProcessStartInfo(
            "dotnet",
            [
                "publish", "-f", framework, "-c", configuration, "--use-current-runtime", "--self-contained", "-o", output, "-nodeReuse:false", "-p:Tier=deep", "-p:UseSharedCompilation=true",
                "-p:ImplicitUsings=enable", "-p:Nullable=enable", "-p:LangVersion=latest", "-p:Alone=true", .. properties,
            ])
        {
            WorkingDirectory = sources,
            RedirectStandardOutput = true,
        })!;
        string told = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        return publish.ExitCode == 0 ? Path.Combine(output, program) : throw new InvalidOperationException(told);
    }

    /// <summary>Copies sources and their project, without what was built of them.</summary>
    internal static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(from, "*.cs*"))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (string directory in Directory.GetDirectories(from).Where(static directory => Path.GetFileName(directory) is not ("bin" or "obj")))
            Copy(directory, Path.Combine(to, Path.GetFileName(directory)));
    }
}
