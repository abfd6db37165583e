using System.Globalization;
using AsyncProf.Decoding;
using AsyncProf.Profiles;
using AsyncProf.Testing.Tiers;
using Microsoft.Diagnostics.NETCore.Client;

namespace AsyncProf.EndToEnd.Tests.Recording;

/// <summary>Files that other tools have made, or the runtime itself: with stacks and without, with samples and rundown and without.</summary>
[Collection(RecordingCollection.Name)]
[Trait(Timing.Name, Timing.Free)]
public sealed class ForeignFileTests : IDisposable
{
    private const string Provider = "System.Threading.Tasks.TplEventSource";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    private string Output => Path.Combine(_directory.FullName, "x.nettrace");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [DeepInlineData("net8.0", true, true)]
    [InlineData("net10.0", true, true)]
    [InlineData("net10.0", false, true)]
    [InlineData("net10.0", true, false)]
    public async Task Load_OfASessionAsOtherToolsMakeIt_ReadsItsOperations(string framework, bool stacks, bool rundown)
    {
        await using var target = RunningProgram.Start(TargetBuilds.Program(framework), "serve");
        await target.ReadLineAsync();
        EventPipeProvider[] providers = [new(Provider, System.Diagnostics.Tracing.EventLevel.Verbose, 0x7F), new("Microsoft-DotNETCore-SampleProfiler", System.Diagnostics.Tracing.EventLevel.Informational)];
        var client = new DiagnosticsClient(target.Id);
        using (EventPipeSession session = stacks
            ? client.StartEventPipeSession(providers, requestRundown: rundown)
            : await client.StartEventPipeSessionAsync(new EventPipeSessionConfiguration(providers, 64, rundown ? 0x80020139 : 0, requestStackwalk: false), CancellationToken.None))
        {
            await using FileStream file = File.Create(Output);
            Task copying = session.EventStream.CopyToAsync(file);
            await Task.Delay(700);
            await session.StopAsync(CancellationToken.None);
            await copying;
        }

        AssertRead(20, isNamed: rundown);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("0")]
    public async Task Load_OfAFileThatTheRuntimeWroteItself_ReadsItsOperations(string stacks)
    {
        await using var target = RunningProgram.Start(TargetBuilds.Program("net10.0"), ["end", "3"], new Dictionary<string, string>
        {
            ["DOTNET_EnableEventPipe"] = "1",
            ["DOTNET_EventPipeConfig"] = string.Create(CultureInfo.InvariantCulture, $"{Provider}:0x39:4,Microsoft-Windows-DotNETRuntime:0x8:4"),
            ["DOTNET_EventPipeOutputPath"] = Output,
            ["DOTNET_EventPipeOutputStreaming"] = "1",
            ["DOTNET_EventPipeEnableStackwalk"] = stacks,
        });
        Assert.Equal(3, await target.EndAsync());

        AssertRead(40, isNamed: true);
    }

    private void AssertRead(long atLeast, bool isNamed)
    {
        AsyncProfile profile = NettraceProfile.Load(Output);
        Assert.Equal(("eventpipe", 0), (profile.Recording.Source, profile.Recording.Unbalanced));
        Assert.True(profile.Methods.Single(row => row.Method == (isNamed ? "AsyncProf.Target.Work.StepAsync" : "StepAsync")).Calls >= atLeast);
    }
}
