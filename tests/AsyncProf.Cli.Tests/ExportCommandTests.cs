using System.IO.Compression;
using AsyncProf.Profiles;
using AsyncProf.Testing;
using AsyncProf.Testing.OtlpProfiles;
using AsyncProf.Testing.Processes;

namespace AsyncProf.Cli.Tests;

/// <summary>The command as a user types it.</summary>
public sealed class ExportCommandTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");
    private readonly string _file;

    public ExportCommandTests()
    {
        _file = In("shop.pb.gz");
        GoldenProfiles.Get("sequence").Save(_file);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("x.speedscope.json", "speedscope", "{\"$schema\":\"https://www.speedscope.app/")]
    [InlineData("x.perfetto.json", "perfetto", "{\"displayTimeUnit\"")]
    [InlineData("x.folded", "folded", "Shop.Handler 5000000\n")]
    [InlineData("x.html", "html", "<!DOCTYPE html>")]
    [InlineData("x.md", "md", "# AsyncProf")]
    public async Task Export_ToAFileOfThatName_IsThatFormat(string name, string format, string begins)
    {
        (int code, string output, string errors) = await Tool.RunAsync("export", _file, "-o", In(name));

        Assert.True(code == 0, errors);
        Assert.Equal("", output);
        Assert.Contains($"{name}: {format}, ", errors, StringComparison.Ordinal);
        Assert.StartsWith(begins, await File.ReadAllTextAsync(In(name)), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(In(name)));
    }

    [Fact]
    public async Task Export_ToAProfile_TellsTheSameNumbers()
    {
        (int code, _, string errors) = await Tool.RunAsync("export", _file, "-o", In("y.pb.gz"));

        Assert.True(code == 0, errors);
        Assert.Equal(ProfileDump.Of(AsyncProfile.Load(_file)), ProfileDump.Of(AsyncProfile.Load(In("y.pb.gz"))));
    }

    [Theory]
    [InlineData("x.otlp-profiles", null)]
    [InlineData("x.pb", "otlp-profiles")]
    public async Task Export_ToOtlpProfiles_TellsTheSameNumbersByTheRulesOfTheFormat(string name, string? format)
    {
        (int code, _, string errors) = await Tool.RunAsync(["export", _file, "-o", In(name), .. format is null ? Array.Empty<string>() : ["--format", format]]);

        Assert.True(code == 0, errors);
        byte[] file = await File.ReadAllBytesAsync(In(name));
        Assert.Empty(ProfCheck.Of(file));
        using var pprof = new GZipStream(File.OpenRead(_file), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        await pprof.CopyToAsync(bytes);
        Assert.Equal(StackSums.OfPprof(bytes.ToArray()), StackSums.OfOtlp(file));
    }

    [Theory]
    [InlineData("elapsed")]
    [InlineData("task")]
    public async Task Export_ToTheStandardOutput_NeedsAFormatAndIsPiped(string axis)
    {
        (int code, string output, _) = await Tool.RunAsync("export", _file, "-o", "-", "--format", "folded", "--axis", axis);

        Assert.Equal(0, code);
        Assert.Equal(35_000_000, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Sum(line => long.Parse(line.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("allocated", "allocations: record with --alloc")]
    [InlineData("cpu", "time on processors: record with --cpu")]
    public async Task Export_OfWhatWasNotMeasured_IsRefused(string axis, string how)
    {
        (int code, string output, string errors) = await Tool.RunAsync("export", _file, "-o", In("x.folded"), "--axis", axis);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains($"shop.pb.gz holds no {how}.", errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd().Split('\n'));
        Assert.False(File.Exists(In("x.folded")));
    }

    [Fact]
    public async Task Export_OverAFileThatIsThere_NeedsForce()
    {
        await File.WriteAllTextAsync(In("x.html"), "precious");

        (int refused, _, string errors) = await Tool.RunAsync("export", _file, "-o", In("x.html"));
        string kept = await File.ReadAllTextAsync(In("x.html"));
        (int forced, _, _) = await Tool.RunAsync("export", _file, "-o", In("x.html"), "--force");

        Assert.Equal((2, "precious", 0), (refused, kept, forced));
        Assert.Contains("--force replaces it", errors, StringComparison.Ordinal);
        Assert.StartsWith("<!DOCTYPE", await File.ReadAllTextAsync(In("x.html")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x.txt", "does not tell the format")]
    [InlineData("none/x.html", "does not exist: create it first")]
    public async Task Export_ToWhatCannotBe_SaysWhatToDo(string name, string message)
    {
        (int code, _, string errors) = await Tool.RunAsync("export", _file, "-o", In(name));

        Assert.Equal(2, code);
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd().Split('\n'));
    }

    private string In(string name) => Path.Combine(_directory.FullName, name);
}
