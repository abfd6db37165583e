using System.Globalization;
using System.Text.Json;
using AsyncProf.EndToEnd.Tests.Recording;
using AsyncProf.EndToEnd.Tests.Sample;
using AsyncProf.Recording.Processes;
using AsyncProf.Testing.Processes;
using AsyncProf.Testing.Tiers;
using Microsoft.Diagnostics.NETCore.Client;

namespace AsyncProf.EndToEnd.Tests.Heap;

/// <summary>What hangs in a process, as <c>asyncprof dump</c> tells it from outside.</summary>
[Collection(RecordingCollection.Name)]
[Trait(Timing.Name, Timing.Free)]
public sealed class DumpTests(PublishedPrograms published) : IDisposable
{
    private const string Ten = PendingProgram.Ten, Eleven = PendingProgram.Eleven, RuntimeAsync = PendingProgram.RuntimeAsync;

    /// <summary>Of some processes of .NET 8 the debugging library knows no method for the code of a delegate, which has no name then: another process is tried.</summary>
    private const int Attempts = 8;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public Task Dump_OfEveryForm_TellsWhoWaitsForWhat() => HasAllFormsAsync(Ten);

    [Theory]
    [Trait(Tier.Name, Tier.Deep)]
    [InlineData("net8.0")]
    [InlineData("net9.0")]
    [InlineData(Eleven)]
    [InlineData(RuntimeAsync)]
    public Task Dump_OnOtherRuntimes_TellsTheSame(string runtime) => HasAllFormsAsync(runtime);

    [Fact]
    public async Task Dump_OfACoreFile_TellsTheSame()
    {
        await using PendingForms forms = await PendingForms.StartAsync(await ProgramForAsync(Ten));
        string core = Path.Combine(_directory.FullName, "core");
        await new DiagnosticsClient(forms.Program.Id).WriteDumpAsync(DumpType.WithHeap, core, logDumpGeneration: false, CancellationToken.None);

        (int code, string output, string errors) = await Tool.RunAsync("dump", core, "--json");

        Assert.True(code == 0, errors);
        Assert.Equal(forms.Expected.Order(StringComparer.Ordinal), forms.Told(output).Order(StringComparer.Ordinal));
        Assert.Equal(0, JsonDocument.Parse(output).RootElement.GetProperty("stoppedNs").GetInt64());
    }

    [Fact]
    public async Task Dump_AsText_NamesThreadsThatBlock()
    {
        await using PendingForms forms = await PendingForms.StartAsync(await ProgramForAsync(Ten));

        (int code, string output, string errors) = await Tool.RunAsync("dump", "--pid", forms.Program.Id.ToString(CultureInfo.InvariantCulture));

        Assert.True(code == 0, errors);
        Assert.Matches(@"(?m)^AsyncProf\.Pending \(\d+\), \.NET 10\.0\.\d+: \d+ async operations have not ended, of [\d,]+ objects\. It stood still for \d+ ms\.$", output);
        Assert.Matches(@"(?m)^Thread \d+ waits for an operation and does nothing else \(sync over async\):\n +Pending\.Forms\.Block", output);
        Assert.Matches(@"(?m)^   1 × Pending\.Forms\.DelayOuter  Forms\.cs:\d+\n +Pending\.Forms\.DelayInner  Forms\.cs:\d+\n +waits for Task\.Delay, due in 359\d\.\d s$", output);
        Assert.Matches(@"waits for a task that nothing here completes \(TaskCompletionSource\); 1 thread blocked on the outermost", output);
    }

    [Theory]
    [InlineData("net10.0", false)]
    [InlineData("net10.0", true)]
    [DeepInlineData("net8.0", false)]
    [DeepInlineData("net9.0", false)]
    [DeepInlineData(Eleven, false)]
    [DeepInlineData(RuntimeAsync, false)]
    public async Task Dump_OfWhatNothingCanComplete_IsThatAndNothingElse(string runtime, bool isCore)
    {
        await using RunningProgram program = RunningProgram.Start(await ProgramForAsync(runtime), "lost");
        var truth = new Dictionary<string, bool>();
        for (string? line = await program.ReadLineAsync(); line is not (null or "ready"); line = await program.ReadLineAsync())
            truth.Add(line.Split('\t')[0], bool.Parse(line.Split('\t')[1]));
        string target = Path.Combine(_directory.FullName, "core");
        if (isCore)
            await new DiagnosticsClient(program.Id).WriteDumpAsync(DumpType.WithHeap, target, logDumpGeneration: false, CancellationToken.None);

        string[] what = isCore ? [target] : ["--pid", program.Id.ToString(CultureInfo.InvariantCulture)];
        (int code, string output, string errors) = await Tool.RunAsync(["dump", .. what, "--unreachable", "--json"]);

        Assert.True(code == 0, errors);
        var told = new Dictionary<string, bool>();
        foreach (JsonElement stack in JsonDocument.Parse(output).RootElement.GetProperty("stacks").EnumerateArray())
        {
            foreach (string method in stack.GetProperty("frames").EnumerateArray().Select(frame => frame.GetProperty("name").GetString()!).Where(name => name.StartsWith("Pending.Lost.", StringComparison.Ordinal)))
                told[method["Pending.Lost.".Length..]] = stack.GetProperty("unreachable").GetInt32() > 0;
        }

        Assert.Equal(truth.OrderBy(method => method.Key), told.Where(method => truth.ContainsKey(method.Key)).OrderBy(method => method.Key));
    }

    [Theory]
    [InlineData("net10.0")]
    [DeepInlineData("net8.0")]
    [DeepInlineData("net9.0")]
    [DeepInlineData(Eleven)]
    public async Task Dump_OfADelayThatIsDueWhileNoThreadIsFree_SaysSo(string runtime)
    {
        await using RunningProgram program = RunningProgram.Start(await ProgramForAsync(runtime), "starved");
        Assert.Equal("ready", await program.ReadLineAsync());

        (int code, string output, string errors) = await Tool.RunAsync("dump", "--pid", program.Id.ToString(CultureInfo.InvariantCulture));

        Assert.True(code == 0, errors);
        Assert.Matches(@"Starved\.WaitAsync.*\n *waits for Task\.Delay, which is due, and a thread to go on\n", output);
    }

    [Fact]
    [Trait(Tier.Name, Tier.Deep)]
    public async Task Dump_KilledAtAnyMoment_LeavesAProcessThatRuns()
    {
        await using PendingForms forms = await PendingForms.StartAsync(await ProgramForAsync(Ten));
        string pid = forms.Program.Id.ToString(CultureInfo.InvariantCulture);
        for (int i = 0; i < 12; i++)
        {
            using System.Diagnostics.Process tool = Tool.Start("dump", "--pid", pid);
            await Task.Delay(150 + (i * 80));
            tool.Kill();
            await tool.WaitForExitAsync();
            Assert.All(Directory.GetDirectories($"/proc/{pid}/task"), task => Assert.DoesNotMatch(@"(?m)^State:\t[tT]", File.ReadAllText(Path.Combine(task, "status"))));
        }

        Assert.Equal(0, await forms.Program.EndAsync());
    }

    [Theory]
    [InlineData("1", "Process {0} waits at its start until a diagnostic tool lets it run")]
    [InlineData("01", "The runtime of process {0} is still starting: try again.")] // another way to say it, so that it looks like one that starts slowly
    public async Task Dump_OfAProcessThatHasNotStarted_IsRefused(string suspends, string sentence)
    {
        await using RunningProgram program = RunningProgram.Start(await ProgramForAsync(Ten), [], new Dictionary<string, string> { ["DOTNET_DefaultDiagnosticPortSuspend"] = suspends });
        while (!SuspendedStart.IsStarting(program.Id))
            await Task.Delay(10);

        (int code, _, string errors) = await Tool.RunAsync("dump", "--pid", program.Id.ToString(CultureInfo.InvariantCulture));

        Assert.Equal(2, code);
        Assert.Contains(string.Format(CultureInfo.InvariantCulture, sentence, program.Id), errors, StringComparison.Ordinal);
    }

    [Fact]
    [Trait(Tier.Name, Tier.Deep)]
    public async Task Dump_OfAProcessThatEndsAtAnyMoment_AnswersOrSaysSo()
    {
        for (int i = 0; i < 24; i++)
        {
            await using RunningProgram program = RunningProgram.Start(await ProgramForAsync(Ten), "starved");
            Assert.Equal("ready", await program.ReadLineAsync());
            Task<(int, string, string)> dumping = Tool.RunAsync(["dump", "--pid", program.Id.ToString(CultureInfo.InvariantCulture), .. i % 2 == 0 ? ["--heap"] : Array.Empty<string>()]);
            await Task.Delay(100 + (i * 20));
            program.Process.Kill();
            (int code, string output, string errors) = await dumping;

            Assert.True(code == 0 ? output.Length > 0 && errors.Length == 0 : code == 2 && errors.Count(c => c == '\n') == 1, $"{code} after {100 + (i * 20)} ms: {errors}");
            if (code != 0)
                Assert.Matches("^asyncprof: (Process [0-9]+ (ended while it was read|has ended: only its parent still holds its exit code)|There is no process [0-9]+: asyncprof ps lists those that can be recorded)\\.\n$", errors);
        }
    }

    [Fact]
    public async Task Dump_OfACoreFileThatIsCutShort_IsRefused()
    {
        await using PendingForms forms = await PendingForms.StartAsync(await ProgramForAsync(Ten));
        string core = Path.Combine(_directory.FullName, "core");
        await new DiagnosticsClient(forms.Program.Id).WriteDumpAsync(DumpType.WithHeap, core, logDumpGeneration: false, CancellationToken.None);
        foreach (double share in new[] { 0.99, 0.5, 0.01 })
        {
            using (FileStream file = File.OpenWrite(core))
                file.SetLength((long)(file.Length * share));

            (int code, string output, string errors) = await Tool.RunAsync("dump", core);

            Assert.Equal((2, ""), (code, output));
            Assert.Matches("^asyncprof: core is cut short: it has [0-9,]+ bytes of [0-9,]+\\. [^\n]*\n$", errors);
        }
    }

    [Fact]
    public async Task Dump_UnderLoad_FailsNoRequest()
    {
        string[] everyOther = ["--json", "--heap"];
        await using SampleProcess sample = await SampleProcess.StartAsync(new Dictionary<string, string> { ["AsyncProf__Enabled"] = "false" });
        var load = new SampleLoad(sample.Client);
        using var stop = new CancellationTokenSource();
        Task loading = load.RunAsync(8, stop.Token);
        for (int i = 0; i < 5; i++)
        {
            (int code, string output, string errors) = await Tool.RunAsync(["dump", "--pid", sample.Id.ToString(CultureInfo.InvariantCulture), .. everyOther[..(1 + (i % 2))]]);
            Assert.True(code == 0, errors);
            JsonElement dump = JsonDocument.Parse(output).RootElement;
            if (i % 2 != 0)
                Assert.Equal(0, dump.GetProperty("kept").GetProperty("unreadBytes").GetInt64());
            Assert.Equal(0, dump.GetProperty("unreadBytes").GetInt64());
            Assert.Contains(dump.GetProperty("stacks").EnumerateArray(), stack => stack.GetProperty("frames").EnumerateArray().Any(frame => frame.GetProperty("name").GetString() == "Shop.Orders.OrderWorker.ExecuteAsync"));
        }

        await stop.CancelAsync();
        await loading;
        Assert.Empty(load.Wrong);
        Assert.Equal(0, await sample.StopAsync());
    }

    private Task<string> ProgramForAsync(string runtime) => PendingProgram.PathAsync(published, runtime);

    private async Task HasAllFormsAsync(string runtime, int attempt = 1)
    {
        await using PendingForms forms = await PendingForms.StartAsync(await ProgramForAsync(runtime));

        (int code, string output, string errors) = await Tool.RunAsync("dump", "--pid", forms.Program.Id.ToString(CultureInfo.InvariantCulture), "--json");

        Assert.True(code == 0, errors);
        if (attempt < Attempts && forms.Told(output).Contains("(delegate)"))
        {
            await HasAllFormsAsync(runtime, attempt + 1);
            return;
        }

        Assert.Equal(forms.Expected.Order(StringComparer.Ordinal), forms.Told(output).Order(StringComparer.Ordinal));
        Assert.Equal(0, JsonDocument.Parse(output).RootElement.GetProperty("unreadBytes").GetInt64());
        Assert.Equal(0, await forms.Program.EndAsync());
    }
}
