using System.Globalization;
using System.Text.Json;
using AsyncProf.EndToEnd.Tests.Recording;
using AsyncProf.Testing.Processes;
using AsyncProf.Testing.Tiers;
using Microsoft.Diagnostics.NETCore.Client;

namespace AsyncProf.EndToEnd.Tests.Heap;

/// <summary>What async methods that have not ended keep, as <c>asyncprof dump --heap</c> tells it from outside: to the byte.</summary>
[Collection(RecordingCollection.Name)]
public sealed class KeptTests(PublishedPrograms published) : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData(PendingProgram.Ten)]
    [DeepInlineData(PendingProgram.TenOptimized)]
    [DeepInlineData("net8.0")]
    [DeepInlineData("net9.0")]
    [DeepInlineData(PendingProgram.Eleven)]
    public async Task Kept_OfKnownObjects_IsThatByStackAndLocal(string runtime)
    {
        await using KeepingForms forms = await KeepingForms.StartAsync(await PendingProgram.PathAsync(published, runtime));

        JsonElement kept = await DumpAsync("--pid", PidOf(forms));

        Assert.Equal(forms.Expected(), KeepingForms.Told(kept, isSummed: false));
        AssertAddsUp(kept);
        Assert.Equal(0, await forms.Program.EndAsync());
    }

    [Theory]
    [Trait(Tier.Name, Tier.Deep)]
    [InlineData(PendingProgram.RuntimeAsync)]
    public async Task Kept_OfMethodsThatTheRuntimeSuspends_IsThatByStack(string runtime)
    {
        await using KeepingForms forms = await KeepingForms.StartAsync(await PendingProgram.PathAsync(published, runtime));

        JsonElement kept = await DumpAsync("--pid", PidOf(forms));

        Assert.Equal(forms.ExpectedSums("Blocking"), KeepingForms.Told(kept, isSummed: true));
        AssertAddsUp(kept);
    }

    [Fact]
    public async Task Kept_OfACoreFile_IsTheSame()
    {
        await using KeepingForms forms = await KeepingForms.StartAsync(await PendingProgram.PathAsync(published, PendingProgram.Ten));
        string core = Path.Combine(_directory.FullName, "core");
        await new DiagnosticsClient(forms.Program.Id).WriteDumpAsync(DumpType.WithHeap, core, logDumpGeneration: false, CancellationToken.None);

        JsonElement kept = await DumpAsync(core);

        Assert.Equal(forms.Expected(), KeepingForms.Told(kept, isSummed: false));
        AssertAddsUp(kept);
    }

    [Fact]
    public async Task Kept_AsText_TellsLocalsAndWhoShares()
    {
        await using KeepingForms forms = await KeepingForms.StartAsync(await PendingProgram.PathAsync(published, PendingProgram.Ten));

        (int code, string output, string errors) = await Tool.RunAsync("dump", "--pid", PidOf(forms), "--heap");

        Assert.True(code == 0, errors);
        Assert.Matches(@"^AsyncProf\.Pending \(\d+\), \.NET 10\.0\.\d+: \d+ calls of async methods that have not ended keep [\d.]+ KiB of a heap of [\d.,]+ KiB\. It stood still for \d+ ms\.\n", output);
        Assert.Matches(@"(?m)^18\.8 KiB in 152 objects, and 42\.6 KiB with others:\n 150 × Pending\.Keepers\.Linked  Keepers\.cs:\d+\n", output);
        Assert.Matches(@"(?m)^ +39\.1 KiB  by 150 calls: 1 System\.Byte\[\] \(39\.1 KiB\)\n +catalog in Pending\.Keepers\.Linked$", output);
        Assert.Contains("\n1 other call that nothing holds any more keeps nothing.\n", output, StringComparison.Ordinal);
    }

    /// <summary>Where one is being made nobody can tell where the next one begins.</summary>
    [Theory]
    [InlineData(PendingProgram.Ten)]
    [DeepInlineData("net8.0")]
    [DeepInlineData("net9.0")]
    [DeepInlineData(PendingProgram.Eleven)]
    public async Task Kept_WhileLargeObjectsAreMade_IsAllOfIt(string runtime)
    {
        await using RunningProgram program = RunningProgram.Start(await PendingProgram.PathAsync(published, runtime), "churn");
        Assert.Equal("ready", await program.ReadLineAsync());

        for (int i = 0; i < 3; i++)
        {
            JsonElement kept = await DumpAsync("--pid", program.Id.ToString(CultureInfo.InvariantCulture));
            for (int more = 0; more < 3 && kept.GetProperty("ownBytes").GetInt64() != 100 * 200_024; more++)
                kept = await DumpAsync("--pid", program.Id.ToString(CultureInfo.InvariantCulture)); // a word that a collection left on a thread's stack counts as the program's hold on one

            Assert.Equal(100 * 200_024, kept.GetProperty("ownBytes").GetInt64());
            Assert.Equal(0, kept.GetProperty("unreadBytes").GetInt64());
        }
    }

    [Fact]
    public async Task Kept_OfMoreThanMayBeCopied_SaysHowMuchThatIs()
    {
        await using RunningProgram program = RunningProgram.Start(await PendingProgram.PathAsync(published, PendingProgram.Ten), "churn");
        Assert.Equal("ready", await program.ReadLineAsync());

        (int code, _, string errors) = await Tool.RunAsync("dump", "--pid", program.Id.ToString(CultureInfo.InvariantCulture), "--heap", "--memory", "16MiB");

        Assert.Equal(2, code);
        Assert.Matches(@"The objects of process \d+ take \d+ MiB, which are copied, and no more than 16 MiB may be: --memory allows more\.", errors);
    }

    [Fact]
    public async Task Kept_TogetherWithUnreachable_IsRefused()
    {
        (int code, _, string errors) = await Tool.RunAsync("dump", "--pid", "1", "--heap", "--unreachable");

        Assert.Equal(2, code);
        Assert.Contains("--unreachable and --heap ask for different things: give one of them, and the other with a second dump.", errors, StringComparison.Ordinal);
    }

    private static string PidOf(KeepingForms forms) => forms.Program.Id.ToString(CultureInfo.InvariantCulture);

    private static async Task<JsonElement> DumpAsync(params string[] what)
    {
        (int code, string output, string errors) = await Tool.RunAsync(["dump", .. what, "--heap", "--json"]);
        Assert.True(code == 0, errors);
        return JsonDocument.Parse(output).RootElement.GetProperty("kept");
    }

    /// <summary>Nothing stands twice in a total, and what nobody holds keeps nothing.</summary>
    private static void AssertAddsUp(JsonElement kept)
    {
        Assert.Equal(kept.GetProperty("stacks").EnumerateArray().Sum(stack => stack.GetProperty("ownBytes").GetInt64()), kept.GetProperty("ownBytes").GetInt64());
        Assert.Equal(40_024 + (149 * 24) + 20_024 + 928, kept.GetProperty("sharedBytes").GetInt64());
        Assert.Equal(1, kept.GetProperty("droppedMachines").GetInt32());
        Assert.Equal(0, kept.GetProperty("unreadBytes").GetInt64());
        Assert.False(kept.GetProperty("sharersAreAtLeast").GetBoolean());
        Assert.InRange(kept.GetProperty("ownBytes").GetInt64() + kept.GetProperty("sharedBytes").GetInt64(), 1, kept.GetProperty("reachableBytes").GetInt64());
        Assert.InRange(kept.GetProperty("reachableBytes").GetInt64(), 1, kept.GetProperty("heapBytes").GetInt64());
    }
}
