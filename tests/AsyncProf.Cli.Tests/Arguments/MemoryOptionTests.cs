using AsyncProf.Testing;

namespace AsyncProf.Cli.Tests.Arguments;

public sealed class MemoryOptionTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("report")]
    [InlineData("export", "--format", "folded", "-o", "-")]
    [InlineData("view", "--no-browser")]
    public async Task Memory_OfAFileThatTakesMore_IsSaidWithTheLimitAndHowToRaiseIt(params string[] command)
    {
        string path = Large(1_000_000);

        (int code, string output, string errors) = await RunAsync([.. command, path, "--memory", "16MiB"]);

        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Equal($"asyncprof: {path} takes more than the 16 MiB of memory that reading may take: to allow it more, add --memory 1GiB to report, export, view or diff.", errors.Trim());
    }

    [Fact]
    public async Task Memory_OfOneSideOfADiff_IsSaidToo()
    {
        string path = Large(1_000_000);

        (int code, _, string errors) = await RunAsync("diff", path, path, "--memory", "16MiB");

        Assert.Equal(2, code);
        Assert.Contains("takes more than the 16 MiB of memory", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Memory_WhereItIsRaised_LetsTheFileBeRead()
    {
        (int code, _, string errors) = await RunAsync("report", Large(1_000_000), "--memory", "1GiB");

        Assert.Equal(0, code);
        Assert.DoesNotContain("memory", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Memory_OfSeveralFiles_IsThatOfAllTogether()
    {
        string path = Path.Combine(_directory.FullName, "shop.pb.gz");
        WrittenProfile.Of([.. Enumerable.Range(0, 2_000).Select(i => ($"Shop.Orders > Shop.Orders.Load{i}Async", 1L, 10L, 10L))]).Save(path);

        Assert.Equal(0, (await RunAsync("report", path, path, "--memory", "16MiB")).Code);
        (int code, _, string errors) = await RunAsync(["report", .. Enumerable.Repeat(path, 20), "--memory", "16MiB"]);

        Assert.Equal(2, code);
        Assert.Contains("16 MiB", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("512")]
    [InlineData("1MiB")]
    [InlineData("-2GiB")]
    [InlineData("4GiB")]
    [InlineData("99999999999999999999GiB")]
    [InlineData("")]
    public async Task Memory_OfNoSize_IsRefused(string size)
    {
        (int code, _, string errors) = await RunAsync("report", Large(1), "--memory", size);

        Assert.Equal((2, $"asyncprof: --memory must be a size such as 512MiB or 2GiB, from 16MiB to 3GiB; it is {size}."), (code, errors.Trim()));
    }

    private Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments) => TestConsole.RunAsync(_directory.FullName, arguments);

    /// <summary>A profile with so many strings of which it needs three.</summary>
    private string Large(int strings)
    {
        // A field is its number and kind, its length, and its bytes.
        List<byte> file = [0x0A, 4, 8, 1, 16, 2, 0x32, 0, 0x32, 3, .. "cpu"u8, 0x32, 11, .. "nanoseconds"u8];
        for (int i = 3; i < strings; i++)
            file.AddRange([0x32, 0]);
        string path = Path.Combine(_directory.FullName, "large.pb");
        File.WriteAllBytes(path, [.. file]);
        return path;
    }
}
