using System.Diagnostics;
using AsyncProf.Profiles;
using AsyncProf.Testing;

namespace AsyncProf.External.Tests.Cli;

/// <summary>The tool on a terminal, which <c>script</c> of util-linux stands in for.</summary>
public sealed class TerminalTests : IDisposable
{
    private const string Colour = "\u001b[38;5;";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

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
