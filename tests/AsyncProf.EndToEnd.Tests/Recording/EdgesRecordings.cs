using AsyncProf.Decoding;
using AsyncProf.Exporters;
using AsyncProf.Profiles;
using AsyncProf.Recording;
using AsyncProf.Testing;
using AsyncProf.Testing.Processes;
using AsyncProf.Testing.Tiers;
using Edges;
using Edges.Judging;
using Xunit.Sdk;

namespace AsyncProf.EndToEnd.Tests.Recording;

/// <summary>The program of a hundred ways to await, recorded once for each runtime and way to record it, and what is true in the reports.</summary>
public sealed class EdgesRecordings(PublishedPrograms published) : IAsyncLifetime
{
    /// <summary>.NET 11 with methods as state machines, and with methods that it suspends itself.</summary>
    public const string Eleven = "net11.0", RuntimeAsync = "net11.0 runtime-async";

    private const string Name = "AsyncProf.Edges";

    /// <summary>A busy machine may end what takes 20 ms after what takes 50; what is wrong for good is so every time.</summary>
    private const int Attempts = 3;

    /// <summary>.NET 11 is recorded last, while all else runs; what is left after an attempt takes a second or two.</summary>
    private const int AttemptsOnEleven = 8;

    /// <summary>So many patterns at once, so that all of them take seconds.</summary>
    private const string Lanes = "8";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");
    private readonly Dictionary<string, Task<Dictionary<string, Verdict>>> _verdicts = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        _directory.Delete(recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>How much of a pattern is in the report of a program that was launched.</summary>
    public Task<Verdict> LaunchedAsync(string framework, string pattern) => OfAsync("launched", framework, pattern, LaunchAsync);

    /// <summary>Edges that are wrong in the report of a program that was launched and asked to look at its own tasks, by the patterns that have some; and how many edges it told.</summary>
    public async Task<(IReadOnlyDictionary<string, long> Wrong, long Told)> ExactlyAsync(string framework)
    {
        string file = Path.Combine(_directory.FullName, $"exact-{framework}.nettrace");
        string said = await RecordAsync(framework, file, [.. Patterns.All.Where(pattern => Has(framework, pattern) && !pattern.IsLong).Select(pattern => pattern.Name)], "--exact-edges");
        Dictionary<string, long> wrong = Judge.Judged(Report(file), said).Where(verdict => verdict.Wrong > 0).ToDictionary(verdict => verdict.Pattern.Name, verdict => verdict.Wrong, StringComparer.Ordinal);
        return (wrong, NettraceProfile.Load(file).Recording.ToldEdges);
    }

    /// <summary>The same of one that was attached to while it waited for work.</summary>
    public Task<Verdict> AttachedAsync(string framework, string pattern) => OfAsync("attached", framework, pattern, AttachAsync);

    /// <summary>Whether a runtime has a pattern.</summary>
    public static bool Has(string framework, Pattern pattern) => Version.Parse(framework.Split(' ')[0]["net".Length..]).Major >= pattern.Since;

    private async Task<Verdict> OfAsync(string way, string framework, string pattern, Func<string, string, string[], Task<string>> record)
    {
        string key = $"{way}-{framework}";
        if (!_verdicts.TryGetValue(key, out Task<Dictionary<string, Verdict>>? verdicts))
            _verdicts[key] = verdicts = JudgedAsync(key, way, framework, way == "launched" && framework == "net10.0" && Tier.IsDeep, record);
        return (await verdicts)[pattern];
    }

    /// <summary>Records all patterns, and again those of which not all is as it should be: but not what is to be long beside many others.</summary>
    private async Task<Dictionary<string, Verdict>> JudgedAsync(string key, string way, string framework, bool withLong, Func<string, string, string[], Task<string>> record)
    {
        Dictionary<string, Verdict> verdicts = [];
        string[] left = [.. Patterns.All.Where(pattern => Has(framework, pattern) && (withLong || !pattern.IsLong)).OrderByDescending(pattern => pattern.IsLong).Select(pattern => pattern.Name)];
        int attempts = framework is Eleven or RuntimeAsync ? AttemptsOnEleven : Attempts;
        for (int attempt = 0; attempt < attempts && left.Length > 0; attempt++)
        {
            string file = Path.Combine(_directory.FullName, $"{key}-{attempt}.nettrace".Replace(' ', '-'));
            string said = await record(framework, file, left);
            string report;
            try
            {
                report = Report(file);
            }
            catch (XunitException) when (framework is Eleven or RuntimeAsync && attempt < attempts - 1)
            {
                continue; // a thread that had no processor as it handed over what it had leaves a gap
            }

            foreach (Verdict verdict in Judge.Judged(report, said))
                verdicts[verdict.Pattern.Name] = verdict;
            left = [.. left.Where(name => !verdicts[name].Pattern.IsLong && EdgesBounds.FaultOf(verdicts[name], framework, hasAgent: way == "launched") is not null)];
        }

        return verdicts;
    }

    private Task<string> LaunchAsync(string framework, string file, string[] patterns) => RecordAsync(framework, file, patterns);

    private async Task<string> RecordAsync(string framework, string file, string[] patterns, params string[] options)
    {
        (int code, string output, string errors) = await Tool.RunAsync(["record", "-o", file, .. options, "--", await ProgramAsync(framework), "run", "--lanes", Lanes, .. patterns]);
        Assert.True(code == 0, output + errors);
        return output;
    }

    private async Task<string> AttachAsync(string framework, string path, string[] patterns)
    {
        await using RunningProgram target = RunningProgram.Start(await ProgramAsync(framework), "serve", "--lanes", Lanes);
        Assert.Equal("ready", await target.ReadLineAsync());
        await using FileStream file = File.Create(path);
        using StartedRecording started = await StartedRecording.StartAsync(TargetProcess.Of(target.Id), RecordingSource.Auto, isLaunched: false, Assert.Fail);
        await started.WriteAsync(file, Assert.Fail, CancellationToken.None);
        string? said = await target.AskAsync(string.Join(' ', patterns));
        await started.StopAsync(file);
        return said ?? throw new InvalidOperationException("The program has ended; its standard error says why.");
    }

    /// <summary>The report of a recording in which nothing is lost or contradicts itself.</summary>
    public static string Report(string file)
    {
        AsyncProfile profile = NettraceProfile.Load(file);
        RecordingAssert.IsSound(profile);
        using var report = new MemoryStream();
        ReportJson.Write(profile, profile.Methods, [], report);
        return System.Text.Encoding.UTF8.GetString(report.ToArray());
    }

    private Task<string> ProgramAsync(string framework)
    {
        if (framework is Eleven or RuntimeAsync)
            return published.OnElevenAsync(Name, framework == RuntimeAsync);
        string configuration = Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))!);
        return Task.FromResult(Path.Combine(Repository.Root, "tests/programs", Name, "bin", configuration, framework, Name));
    }
}
