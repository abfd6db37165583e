using System.Diagnostics;
using AsyncProf.Testing;

namespace AsyncProf.External.Tests.Cli;

/// <summary>The tool on a terminal, which <c>script</c> of util-linux stands in for.</summary>
public sealed class TerminalTests : IDisposable
{
    private const string Colour = "\u001b[38;5;";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("agent")]
    [InlineData("eventpipe")]
    public async Task Record_OnATerminal_TellsHowItGoes(string source)
    {
        string target = Path.Combine(Repository.Root, "tests/programs/AsyncProf.Target/bin", Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))!), "net10.0/AsyncProf.Target");
        using Process app = Process.Start(new ProcessStartInfo(target, ["serve"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await app.StandardOutput.ReadLineAsync();
        string tool = Path.Combine(AppContext.BaseDirectory, "asyncprof.dll"), file = Path.Combine(_directory.FullName, "x.nettrace");
        var start = new ProcessStartInfo("script", ["-qec", FormattableString.Invariant($"dotnet {tool} record --pid {app.Id} --source {source} -d 4 -o {file}"), "/dev/null"]) { RedirectStandardOutput = true };

        using Process script = Process.Start(start)!;
        string output = await script.StandardOutput.ReadToEndAsync();
        await script.WaitForExitAsync();
        app.Kill();

        Assert.Equal(0, script.ExitCode);
        Assert.Matches(@"\r +[34]\.\d s +[1-9][\d,]* events +[1-9][\d,]* operations  0 lost +[1-9]", output);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("NO_COLOR=1 ", false)]
    public async Task Report_OnATerminal_HasColoursUnlessTheyAreUnwanted(string environment, bool hasColours)
    {
        string file = Path.Combine(_directory.FullName, "x.pb.gz");
        Playback.OfRandom(1).Save(file);
        string tool = Path.Combine(AppContext.BaseDirectory, "asyncprof.dll");
        var start = new ProcessStartInfo("script") { RedirectStandardOutput = true };
        start.Environment["TERM"] = "xterm-256color";
        foreach (string argument in (string[])["-qec", $"stty cols 140; {environment}dotnet {tool} report {file} --view tree", "/dev/null"])
            start.ArgumentList.Add(argument);

        using Process script = Process.Start(start)!;
        string output = await script.StandardOutput.ReadToEndAsync();
        await script.WaitForExitAsync();

        Assert.Equal(0, script.ExitCode);
        Assert.Contains("frame", output, StringComparison.Ordinal);
        Assert.Equal(hasColours, output.Contains(Colour, StringComparison.Ordinal));
    }
}
