using System.Diagnostics;
using System.Runtime.Versioning;
using AsyncProf.Decoding;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Testing;
using static AsyncProf.External.Tests.Recording.ToolCopy;

namespace AsyncProf.External.Tests.Recording.Gpus;

/// <summary>Graphics processors through a library with the entry points of NVIDIA's, built of <c>nvml.c</c>: no machine that tests has any.</summary>
[Collection(nameof(ToolCopy))]
[SupportedOSPlatform("linux")]
public sealed class NvidiaReaderTests : IDisposable
{
    private const string Variable = "ASYNCPROF_NVML", Standin = "ASYNCPROF_STANDIN_PID";

    private readonly ToolCopy _copy = new();

    public void Dispose() => _copy.Dispose();

    [Theory]
    [InlineData("eventpipe")]
    [InlineData("agent")]
    public async Task Record_AProcessOnTwoProcessors_KeepsWhatItDidThere(string source)
    {
        string library = await BuildAsync();
        using Process target = await StartAsync("dotnet", _copy.Target, "serve");

        (int code, string errors) = await RecordAsync(target, source, new() { [Variable] = library, [Standin] = Id(target.Id) });

        Assert.True(code == 0, errors);
        AsyncProfile profile = NettraceProfile.Load(_copy.Output);
        TimeSeries series = profile.Data.Timeline!.Series!;
        Assert.Equal(0, profile.Recording.BrokenOff);
        Assert.All(series[SeriesMeasure.Gpu]!.Known, busy => Assert.Equal(40 + 25, busy, 0.01));
        Assert.All(series[SeriesMeasure.GpuMemory]!.Known, bytes => Assert.Equal(1.5e9, bytes));
        Assert.InRange(series[SeriesMeasure.Gpu]!.Known.Count(), 2, 5);
        double charged = GpuShares.Of(series).Sum(share => share.GpuNs) / 1e9, seconds = series[SeriesMeasure.Gpu]!.Known.Count();
        Assert.InRange(charged, 0.6 * 0.65 * seconds, 0.65 * seconds);
        await AssertLivesAsync(target);
    }

    [Fact]
    public async Task Record_WhereTheLibraryIsOfSomethingElse_SaysNothingAndHasNone()
    {
        using Process target = await StartAsync("dotnet", _copy.Target, "serve");

        (int code, string errors) = await RecordAsync(target, "eventpipe", new() { [Variable] = "libc.so.6" });

        Assert.True(code == 0, errors);
        Assert.DoesNotContain("nvml", errors, StringComparison.OrdinalIgnoreCase);
        Assert.Null(NettraceProfile.Load(_copy.Output).Data.Timeline!.Series![SeriesMeasure.Gpu]);
    }

    private async Task<(int Code, string Errors)> RecordAsync(Process target, string source, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet", [_copy.Tool, "record", "--pid", Id(target.Id), "--source", source, "-d", "3", "--no-samples", "-o", _copy.Output]) { RedirectStandardError = true };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        using Process tool = Process.Start(start)!;
        string errors = await tool.StandardError.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60));
        await tool.WaitForExitAsync();
        return (tool.ExitCode, errors);
    }

    private async Task<string> BuildAsync()
    {
        string library = Path.Combine(_copy.Folder, "libnvidia-ml.so.1");
        using Process compiler = Process.Start("cc", ["-shared", "-fPIC", "-o", library, Path.Combine(Repository.Root, "tests/AsyncProf.External.Tests/Recording/Gpus/nvml.c")]);
        await compiler.WaitForExitAsync();
        Assert.Equal(0, compiler.ExitCode);
        return library;
    }
}
