using System.Diagnostics;
using AsyncProf.Cli.Output;
using AsyncProf.Testing;
using AsyncProf.Testing.Processes;

namespace AsyncProf.Cli.Tests.Output;

public sealed class StandardOutputTests
{
    [Fact]
    public void Write_WhereTheDiskIsFull_EndsInASentence()
    {
        using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write);
        using var output = new StandardOutput(full);

        UserError error = Assert.Throws<UserError>(() =>
        {
            output.Write(new byte[100_000], 0, 100_000);
            output.Flush();
        });

        Assert.StartsWith("The standard output cannot be written: ", error.Message, StringComparison.Ordinal);
        Assert.Equal(UserError.BadUsage, error.ExitCode);
    }

    [Fact]
    public async Task Export_OfMoreThanTheProcessMayWrite_ExitsWithTwoAndNoStackTrace()
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("asyncprof-tests-");
        string file = Path.Combine(directory.FullName, "x.pb.gz"), page = Path.Combine(directory.FullName, "x.html");
        Playback.OfRandom(1).Save(file);
        // The runtime's own code is written into a file as well, unless told otherwise.
        var start = new ProcessStartInfo("bash", ["-c", $"ulimit -f 30; export DOTNET_EnableWriteXorExecute=0; exec dotnet '{Tool.Assembly}' export '{file}' -o '{page}'"]) { RedirectStandardError = true };
        using Process tool = Process.Start(start)!;
        string errors = await tool.StandardError.ReadToEndAsync();
        await tool.WaitForExitAsync();
        string[] left = [.. directory.GetFiles().Select(one => one.Name)];
        directory.Delete(recursive: true);

        Assert.True(tool.ExitCode == 2, $"{tool.ExitCode}: {errors}");
        Assert.Contains($"asyncprof: {page} cannot be written: ", errors, StringComparison.Ordinal);
        Assert.Equal(["x.pb.gz"], left);
    }

    [Theory]
    [InlineData("report")]
    [InlineData("report", "--format", "json")]
    [InlineData("report", "--format", "csv")]
    [InlineData("export", "-o", "-", "--format", "folded")]
    public async Task Command_OntoAFullDisk_ExitsWithTwoAndNoStackTrace(params string[] words)
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("asyncprof-tests-");
        string file = Path.Combine(directory.FullName, "x.pb.gz");
        Playback.OfRandom(1).Save(file);
        string arguments = string.Join(' ', words.Skip(1));
        var start = new ProcessStartInfo("sh", ["-c", $"exec dotnet '{Tool.Assembly}' {words[0]} '{file}' {arguments} > /dev/full"]) { RedirectStandardError = true };
        using Process tool = Process.Start(start)!;
        string errors = await tool.StandardError.ReadToEndAsync();
        await tool.WaitForExitAsync();
        directory.Delete(recursive: true);

        Assert.Equal(2, tool.ExitCode);
        Assert.Contains("asyncprof: The standard output cannot be written: ", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }
}
