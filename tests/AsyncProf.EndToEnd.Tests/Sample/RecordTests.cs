using System.Diagnostics;
using System.Globalization;
using AsyncProf.Profiles;

namespace AsyncProf.EndToEnd.Sample;

/// <summary><c>asyncprof record</c> on the sample, which knows nothing of it.</summary>
public sealed class RecordTests : IDisposable
{
    private const int Users = 4, Cycles = 5;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Attached_AgainAndAgainUnderLoad_SeesTheRequestsAndDisturbsNobody()
    {
        await using SampleProcess sample = await SampleProcess.StartAsync(new Dictionary<string, string> { ["AsyncProf__Enabled"] = "false" });
        var load = new SampleLoad(sample.Client);
        using var stop = new CancellationTokenSource();
        Task loading = load.RunAsync(Users, stop.Token);
        await Task.Delay(1_000);
        for (int cycle = 0; cycle < Cycles; cycle++)
        {
            string file = Path.Combine(_directory.FullName, $"{cycle}.pb.gz");

            await ToolAsync("record", "--pid", sample.Id.ToString(CultureInfo.InvariantCulture), "-d", "1500ms", "-o", file);

            AsyncProfile profile = AsyncProfile.Load(file);
            Assert.Contains(profile.Methods, row => row.Method == "Shop.Orders.MemoryOrderStore.LoadAsync" && row.Calls > 0);
            Assert.Contains(profile.Roots, root => root.Name.StartsWith("GET /", StringComparison.Ordinal) && root.Count > 0);
            Assert.Equal(profile.Tree.ElapsedTotal.TotalNs, profile.Methods.Sum(row => row.ElapsedSelf.TotalNs));
            Assert.Equal((0, 0), (profile.Recording.LostEvents, profile.Recording.Unbalanced));
        }

        await stop.CancelAsync();
        await loading;
        Assert.Empty(load.Wrong);
        Assert.Equal(0, await sample.StopAsync());
    }

    [Fact]
    public async Task Launched_FromItsStart_SeesWhatTheDemoSeesOfItself()
    {
        string file = Path.Combine(_directory.FullName, "x.pb.gz");

        await ToolAsync("record", "-o", file, "--", "dotnet", Built.Path("samples/WebApi", "WebApi.dll"), "--demo");

        AsyncProfile outside = AsyncProfile.Load(file), inside = AsyncProfile.Load(Path.Combine(_directory.FullName, "asyncprof-demo.pb.gz"));
        Assert.Equal("WebApi", outside.Recording.Process);
        foreach (string method in (string[])["Shop.Orders.MemoryOrderStore.LoadAsync", "Shop.Orders.OrderService.GetAsync", "Shop.Orders.OrderQueue.PlaceAsync"])
        {
            MethodRow seen = outside.Methods.Single(row => row.Method == method), told = inside.Methods.Single(row => row.Method == method);
            Assert.True(seen.Calls >= told.Calls, $"{method}: {seen.Calls} calls were seen from outside and {told.Calls} inside, which began later");
            Assert.InRange(seen.P50Ns, told.P50Ns / 2, told.P50Ns * 2);
        }
    }

    private async Task ToolAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _directory.FullName };
        foreach (string argument in (string[])[Built.Path("src/AsyncProf.Cli", "asyncprof.dll"), .. arguments])
            start.ArgumentList.Add(argument);
        using Process tool = Process.Start(start)!;
        Task<string> errors = tool.StandardError.ReadToEndAsync();
        await tool.StandardOutput.ReadToEndAsync();
        await tool.WaitForExitAsync();
        Assert.True(tool.ExitCode == 0, await errors);
    }
}
