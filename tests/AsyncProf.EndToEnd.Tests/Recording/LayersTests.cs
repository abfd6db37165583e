using AsyncProf.Decoding;
using AsyncProf.Profiles;
using AsyncProf.Recording;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.EndToEnd.Tests.Recording;

/// <summary>Layers that repeat their short names, attached to with nothing loaded: calls are named by whom they are of, and none wrongly. The program counts them itself.</summary>
[Collection(RecordingCollection.Name)]
public sealed class LayersTests : IDisposable
{
    /// <summary>On a busy machine rare calls may not be seen often enough; what is named is named rightly all the same.</summary>
    private const int Attempts = 4;

    private const int Concurrency = 8;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1), Length = TimeSpan.FromSeconds(6);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    private string File => Path.Combine(_directory.FullName, "layers.nettrace");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [DeepInlineData("net9.0")]
    [InlineData("net10.0")]
    public async Task Attached_WithoutAnAgent_NamesAmbiguousCallsByTheirOwners(string framework)
    {
        await using RunningProgram target = await StartAsync(framework);
        double share = 0;
        for (int attempt = 0; attempt < Attempts && share < 0.99; attempt++)
        {
            Dictionary<string, long> before = await LayersTarget.CountAsync(target);
            AsyncProfile profile = await RecordAsync(target, takesStacks: true);
            Dictionary<string, long> made = (await LayersTarget.CountAsync(target)).ToDictionary(pair => pair.Key, pair => pair.Value - before.GetValueOrDefault(pair.Key));

            AssertNoneIsWrong(profile, made);
            share = ShareNamed(profile, made.Keys);
            Assert.InRange(profile.Recording.SampledNames, 1, profile.Recording.InferredNames);
            Assert.Equal(0, profile.Recording.Unbalanced);
        }

        Assert.InRange(share, 0.99, 1);
    }

    [Fact]
    public async Task Attached_WithoutStacks_TellsTheCandidatesInstead()
    {
        await using RunningProgram target = await StartAsync("net10.0");

        AsyncProfile profile = await RecordAsync(target, takesStacks: false);

        Assert.Equal((0, 0), (profile.Recording.SampledNames, profile.Recording.InferredNames));
        Assert.Contains("Layers.GetOrderHandler.Handle", profile.Methods.Single(row => row.Method == "Handle (ambiguous)").Candidates);
        Assert.InRange(profile.Recording.AmbiguousShare, 0.01, 1);
        Assert.Contains("record with --source agent", TextReport.Quality(profile.Recording), StringComparison.Ordinal);
        Assert.Contains(" candidates)", TextReport.Trees(profile, top: 10), StringComparison.Ordinal);
    }

    /// <summary>No owner has more calls than it made; and what serves each route has as many as the route, but for those that had begun before or have not ended.</summary>
    private static void AssertNoneIsWrong(AsyncProfile profile, Dictionary<string, long> made)
    {
        foreach (MethodRow row in profile.Methods.Where(row => row.Method.StartsWith("Layers.", StringComparison.Ordinal)))
            Assert.True(row.Calls <= made.GetValueOrDefault(row.Method), $"{row.Method} has {row.Calls} calls of {made.GetValueOrDefault(row.Method)}.");
        foreach ((string route, string handler) in new[] { ("Order", "GetOrder"), ("Customer", "GetCustomer"), ("Products", "ListProducts"), ("Place", "PlaceOrder") })
        {
            long served = CallsOf(profile, $"Layers.Routes.{route}Async"), handled = CallsOf(profile, $"Layers.{handler}Handler.Handle");
            Assert.True(handled <= served + Concurrency, $"{handler} handled {handled} calls of {served}.");
        }
    }

    /// <summary>Of the calls of names that several methods have, how many stand under one.</summary>
    private static double ShareNamed(AsyncProfile profile, IEnumerable<string> owners)
    {
        HashSet<string> several = [.. owners.GroupBy(Short).Where(group => group.Count() > 1).SelectMany(group => group)];
        long named = several.Sum(owner => CallsOf(profile, owner));
        long ambiguous = profile.Methods.Where(row => row.Method.EndsWith("(ambiguous)", StringComparison.Ordinal)).Sum(row => row.Calls);
        return named / (double)Math.Max(1, named + ambiguous);
    }

    private static string Short(string owner) => owner[(owner.LastIndexOf('.') + 1)..].Split('#')[0];

    private static long CallsOf(AsyncProfile profile, string method) => profile.Methods.Where(row => row.Method == method).Sum(row => row.Calls);

    private static async Task<RunningProgram> StartAsync(string framework)
    {
        RunningProgram target = await LayersTarget.StartAsync(framework);
        await Task.Delay(WarmUp);
        return target;
    }

    private async Task<AsyncProfile> RecordAsync(RunningProgram target, bool takesStacks)
    {
        await using (FileStream file = new(File, FileMode.Create))
        {
            using StartedRecording started = await StartedRecording.StartAsync(TargetProcess.Of(target.Id), RecordingSource.EventPipe, isLaunched: false, Assert.Fail);
            started.TakesStacks = takesStacks;
            await started.WriteAsync(file, Assert.Fail, CancellationToken.None);
            await Task.Delay(Length);
            await started.StopAsync(file);
        }

        return NettraceProfile.Load(File);
    }
}
