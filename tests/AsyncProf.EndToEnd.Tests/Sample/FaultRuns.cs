using System.Diagnostics;
using AsyncProf.Findings;
using AsyncProf.Profiles;

namespace AsyncProf.EndToEnd.Tests.Sample;

/// <summary>Runs of the sample in which only some endpoints are asked, and what is found in the profile that each leaves behind.</summary>
public sealed class FaultRuns : IAsyncLifetime
{
    private static readonly string[] Names =
        ["sync-over-async", "n-plus-one", "fire-and-forget", "starvation", "lock", "straggler", "long-hold", "yield-loop"];

    /// <summary>Of a service that waits for work nothing can be told before this.</summary>
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(7);

    public IReadOnlyList<Finding> Faults { get; private set; } = [];

    public IReadOnlyList<Finding> Sound { get; private set; } = [];

    public IReadOnlyList<Finding> Unknown { get; private set; } = [];

    public static string Text(IEnumerable<Finding> findings) => string.Join('\n', findings.Select(finding => finding.ToString()).DefaultIfEmpty("nothing was found"));

    public async Task InitializeAsync()
    {
        Faults = await RunAsync("/faults/never-completed", [.. Names.Select(name => $"/faults/{name}")], LongEnough);
        Sound = await RunAsync("/sound/never-completed", [.. Names.Append("unknown").Select(name => $"/sound/{name}")], LongEnough);
        Unknown = await RunAsync("/version", ["/faults/unknown"], TimeSpan.FromSeconds(3));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>One request to the first, so that it waits from the start, then the others in turn until the time is up.</summary>
    private static async Task<IReadOnlyList<Finding>> RunAsync(string first, IReadOnlyList<string> paths, TimeSpan time)
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("asyncprof-tests-");
        try
        {
            await using SampleProcess sample = await SampleProcess.StartAsync(new Dictionary<string, string>
            {
                ["AsyncProf__OverheadBudget"] = "1",
                ["AsyncProf__Profiles__Directory"] = directory.FullName,
                ["AsyncProf__Profiles__Interval"] = "00:10:00",
            });
            await AskAsync(sample, first);
            var watch = Stopwatch.StartNew(); // the first request compiles, and on a busy machine takes as long as all others
            while (watch.Elapsed < time)
            {
                foreach (string path in paths)
                    await AskAsync(sample, path);
            }

            Assert.Equal(0, await sample.StopAsync());
            return FindingRules.Find(AsyncProfile.Load(Assert.Single(directory.GetFiles("*.pb.gz")).FullName));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task AskAsync(SampleProcess sample, string path)
    {
        using HttpResponseMessage answer = await sample.Client.GetAsync(path);
        Assert.True(answer.IsSuccessStatusCode, $"{path} answers {answer.StatusCode}");
    }
}
