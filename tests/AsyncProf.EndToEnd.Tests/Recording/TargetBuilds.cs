using AsyncProf.Testing;

namespace AsyncProf.EndToEnd.Tests.Recording;

/// <summary>The target in all its builds: for each runtime as it comes, with switches set otherwise, trimmed, and in a single file.</summary>
public sealed class TargetBuilds(PublishedPrograms published) : IDisposable
{
    private const string Name = "AsyncProf.Target";

    private static readonly string Source = Path.Combine(Repository.Root, "tests/programs", Name);

    /// <summary>With what the agent would need switched on, so that only the trimming stands against it.</summary>
    private static readonly string[] Trimming = ["-p:PublishTrimmed=true", "-p:EventSourceSupport=true", "-p:StartupHookSupport=true"];

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    /// <summary>The program for a framework.</summary>
    public static string Program(string framework)
    {
        string configuration = Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))!);
        string path = Path.Combine(Source, "bin", configuration, framework, Name);
        return File.Exists(path) ? path : throw new FileNotFoundException($"Build it first: {path} is not there.");
    }

    /// <summary>The same with one switch of its runtime configuration set.</summary>
    public string With(string framework, string property, bool value)
    {
        string from = Path.GetDirectoryName(Program(framework))!, to = Path.Combine(_directory.FullName, $"{framework}-{property}-{value}");
        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(from))
        {
            string copy = Path.Combine(to, Path.GetFileName(file));
            if (file.EndsWith(".runtimeconfig.json", StringComparison.Ordinal))
                File.WriteAllText(copy, File.ReadAllText(file).Replace("\"configProperties\": {", $"\"configProperties\": {{ \"{property}\": {(value ? "true" : "false")},", StringComparison.Ordinal));
            else
                File.Copy(file, copy, overwrite: true);
        }

        return Path.Combine(to, Name);
    }

    /// <summary>The same with what it does not use cut out of the framework; its events and its startup hooks are left in. Built once.</summary>
    public Task<string> TrimmedAsync(string framework) => PublishedAsync(framework, Trimming);

    /// <summary>The same, runtime and all, in one file. Built once.</summary>
    public Task<string> InOneFileAsync(string framework) => PublishedAsync(framework, ["-p:PublishSingleFile=true"]);

    /// <summary>Both. Built once.</summary>
    public Task<string> TrimmedInOneFileAsync(string framework) => PublishedAsync(framework, ["-p:PublishSingleFile=true", .. Trimming]);

    private Task<string> PublishedAsync(string framework, string[] properties) => published.GetAsync(Name, framework, "Release", properties);
}
