using AsyncProf.Profiles;
using AsyncProf.Testing;
using AsyncProf.Testing.Processes;
using Xunit.Abstractions;

namespace AsyncProf.External.Tests.Libraries;

/// <summary>Programs on libraries that we did not write, and tools: what they do is shown below who awaits it, and waits say what they are for.</summary>
public sealed class LibraryTests(LibraryTable table, ITestOutputHelper output) : IClassFixture<LibraryTable>, IDisposable
{
    /// <summary>On a busy machine what a program never ends may take much of its time; what is wrong for good is so every time.</summary>
    private const int Attempts = 3;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("asyncprof-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("sqlite", "Users.ActAsync", 4)]
    [InlineData("http", "Http.CatalogueClient.GetAsync", 20)]
    [InlineData("grpc", "Grpc.WarehouseStore.PickAsync", 20)]
    [InlineData("signalr", "SignalR.ChatHub.Say", 20)]
    [InlineData("masstransit", "MassTransit.CheckStockConsumer.Consume", 20)]
    [InlineData("orleans", "Orleans.BankGrain.TransferAsync", 20)]
    [InlineData("yarp", "Proxy.ProxyProgram.PostAsync", 20)]
    public Task Record_OfALibraryInUse_ShowsWhoAwaitsWhom(string library, string method, int calls) => AssertAsync(library, method, calls);

    [Fact]
    public async Task Record_OfEntityFrameworkOnPostgres_ShowsWhoAwaitsWhom()
    {
        await using ServerProcess postgres = await ServerProcess.StartPostgresAsync();

        await AssertAsync("postgres", "EntityFramework.OrderService.PlaceAsync", 20, $"Host={postgres.Folder};Username=shop;Database=orders");
    }

    [Fact]
    public async Task Record_OfRedis_ShowsWhoAwaitsWhom()
    {
        await using ServerProcess redis = await ServerProcess.StartRedisAsync();

        await AssertAsync("redis", "Redis.CartStore.AddAsync", 20, "!" + Path.Combine(redis.Folder, "redis"));
    }

    [Fact]
    public async Task Record_OfCSharpier_ShowsWhoAwaitsWhom()
    {
        string tools = Path.Combine(_folder.FullName, "tools");
        await ToolRuns.RunAsync(_folder.FullName, "dotnet", "tool", "install", "csharpier", "--version", "1.3.0", "--tool-path", tools);

        // It would write much of it otherwise, and ends with 1 to say so.
        AsyncProfile profile = await LibraryRecording.OfAsync(Recording("csharpier"), 1, Path.Combine(tools, "csharpier"), "check", ToolRuns.CopyOfSources(_folder.FullName));

        AssertPlaced("csharpier", profile, "CSharpier.Cli.CommandLineFormatter.FormatPhysicalFile", 100);
    }

    [Fact]
    public async Task Record_OfABuild_ShowsWhoAwaitsWhom()
    {
        string project = await ToolRuns.NewProjectAsync(_folder.FullName);

        AsyncProfile profile = await RecordAsync("dotnet build", "dotnet", "build", project, "--no-restore", "-m:1", "-nodeReuse:false", "-p:UseSharedCompilation=false");

        AssertPlaced("dotnet build", profile, "Microsoft.Build.BackEnd.TargetBuilder.ProcessTargetStack", 1);
    }

    [Fact]
    public async Task Record_OfDotnetFormat_ShowsWhoAwaitsWhom()
    {
        string project = await ToolRuns.NewProjectAsync(_folder.FullName);

        AsyncProfile profile = await RecordAsync("dotnet format", "dotnet", "format", project, "--no-restore", "--verify-no-changes");

        AssertPlaced("dotnet format", profile, "Microsoft.CodeAnalysis.Tools.CodeFormatter.FormatWorkspaceAsync", 1);
    }

    private async Task AssertAsync(string library, string method, int calls, params string[] connection)
    {
        string program = Built.Path("tests/programs/AsyncProf.Libraries", "AsyncProf.Libraries.dll");
        for (int attempt = 1; ; attempt++)
        {
            AsyncProfile profile = await RecordAsync(library, ["dotnet", program, library, .. connection]);
            try
            {
                AssertPlaced(library, profile, "AsyncProf.Libraries." + method, calls);
                return;
            }
            catch (Xunit.Sdk.XunitException) when (attempt < Attempts)
            {
                File.Delete(Recording(library));
            }
        }
    }

    private Task<AsyncProfile> RecordAsync(string name, params string[] command) => LibraryRecording.OfAsync(Recording(name), 0, command);

    private string Recording(string name) => Path.Combine(_folder.FullName, name.Replace(' ', '-') + ".nettrace");

    private void AssertPlaced(string name, AsyncProfile profile, string method, int calls)
    {
        var measures = new LibraryMeasures(profile);
        string row = table.Add(name, measures);
        output.WriteLine(row);
        Assert.InRange(profile.Methods.Where(known => known.Method == method).Sum(known => known.Calls), calls, long.MaxValue);
        Assert.True(measures.OrphanShare <= LibraryTargets.OrphanShare(name), $"{row}\n{string.Join('\n', LibraryMeasures.Largest(measures.Orphans, measures.TaskNs, 10))}");
        Assert.True(measures.UnknownShare <= LibraryTargets.UnknownShare, $"{row}\n{string.Join('\n', LibraryMeasures.Largest(measures.Unknown, measures.ElapsedNs, 10))}");
    }
}
