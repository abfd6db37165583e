using System.Globalization;
using AsyncProf.Decoding;
using AsyncProf.Profiles;
using AsyncProf.Testing.Processes;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.EndToEnd.Tests.Recording;

/// <summary>Commands that start other commands.</summary>
[Collection(RecordingCollection.Name)]
[Trait(Timing.Name, Timing.Free)]
public sealed class SubprocessTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    [Trait(Tier.Name, Tier.Deep)]
    public async Task Record_OfABuild_EndsAsWithoutUsAndRecordsDotnetItself()
    {
        await File.WriteAllTextAsync(In("small.csproj"), """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType></PropertyGroup></Project>""");
        await File.WriteAllTextAsync(In("small.cs"), """System.Console.WriteLine("built");""");

        (int code, string output, string errors) = await Tool.RunAsync("record", "-o", In("x.nettrace"), "--", "dotnet", "build", _directory.FullName);

        Assert.True(code == 0, output + errors);
        Assert.True(File.Exists(In("bin/Debug/net10.0/small.dll")), output);
        Assert.Equal("eventpipe", NettraceProfile.Load(In("x.nettrace")).Recording.Source);

        await File.WriteAllTextAsync(In("small.cs"), "this is no program");
        (code, _, _) = await Tool.RunAsync("record", "-o", In("y.nettrace"), "--", "dotnet", "build", _directory.FullName);
        Assert.Equal(1, code);
    }

    [Fact]
    [Trait(Tier.Name, Tier.Deep)]
    public async Task Record_OfAToolOfTheSdkItself_RecordsIt()
    {
        File.Copy(TargetBuilds.Program("net10.0") + ".dll", In("csc.dll"));
        File.Copy(TargetBuilds.Program("net10.0") + ".runtimeconfig.json", In("csc.runtimeconfig.json"));

        (int code, string output, string errors) = await Tool.RunAsync("record", "-o", In("x.nettrace"), "--", "dotnet", In("csc.dll"), "end", "0");

        Assert.True(code == 0, output + errors);
        Assert.Equal(40, NettraceProfile.Load(In("x.nettrace")).Methods.Single(row => row.Method == "AsyncProf.Target.Work.StepAsync").Calls);
    }

    [Fact]
    public async Task Record_WithSubprocesses_WritesOneFileForEach()
    {
        string target = TargetBuilds.Program("net10.0");

        (int code, _, string errors) = await Tool.RunAsync("record", "--subprocesses", "-o", In("x.pb.gz"), "--", "sh", "-c", $"{target} end 0; {target} end 5");

        Assert.True(code == 5, errors);
        string[] files = Directory.GetFiles(_directory.FullName);
        Assert.Equal(2, files.Length);
        Assert.Contains(In("x.pb.gz"), files);
        Assert.Matches(@"x-AsyncProf\.Target-\d+\.pb\.gz$", files.Single(file => file != In("x.pb.gz")));
        Assert.All(files, file => Assert.Equal(40, AsyncProfile.Load(file).Methods.Single(row => row.Method == "AsyncProf.Target.Work.StepAsync").Calls));
    }

    [Fact]
    [Trait(Tier.Name, Tier.Deep)]
    public async Task Record_OfACommandThatLeavesSomethingStoppedBehind_Ends()
    {
        string target = TargetBuilds.Program("net10.0");
        using System.Diagnostics.Process tool = Tool.Start("record", "--subprocesses", "-o", In("x.nettrace"), "--", "sh", "-c", $"{target} end wait >{In("said")} & until grep -q waiting {In("said")}; do sleep 0.1; done; sleep 3; kill -STOP $!; echo $!");
        int left;
        while (!int.TryParse(await tool.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)), NumberStyles.None, CultureInfo.InvariantCulture, out left))
        {
        }

        await tool.EndedAsync();

        await Tool.SignalAsync("KILL", left);
        Assert.True(tool.ExitCode == 0, await tool.StandardError.ReadToEndAsync());
        Assert.Equal(40, NettraceProfile.Load(In("x.nettrace")).Methods.Single(row => row.Method == "AsyncProf.Target.Work.StepAsync").Calls);
    }

    private string In(string name) => Path.Combine(_directory.FullName, name);
}
