using System.Text.Json;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.SlowRequests;
using AsyncProf.Testing;

namespace AsyncProf.Runtime.Tests.Pipeline;

public sealed class SlowRequestFileTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    private string FilePath => Path.Combine(_directory.FullName, "slow.jsonl");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Add_WritesOneLineOfJsonWithTheTreeForItsOwnerOnly()
    {
        using (var file = new SlowRequestFile(FilePath, 1 << 20))
        {
            file.Add(Slow("GET /<a>\n\"b\"", depth: 3));
            file.Add(Slow("GET /2", depth: 1));
        }

        string[] lines = File.ReadAllLines(FilePath);
        Assert.Equal(2, lines.Length);
        using JsonDocument first = JsonDocument.Parse(lines[0]);
        JsonElement tree = first.RootElement.GetProperty("tree");
        Assert.Equal("GET /<a>\n\"b\"", first.RootElement.GetProperty("name").GetString());
        Assert.Equal(70_000_000, first.RootElement.GetProperty("durationNs").GetInt64());
        Assert.Equal(3, tree.GetProperty("elapsed").GetProperty("totalNs").GetInt64());
        Assert.Equal("M2", tree.GetProperty("children")[0].GetProperty("children")[0].GetProperty("name").GetString());
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
    }

    [Fact]
    public void Add_BeyondTheLength_KeepsOneOlderFile()
    {
        using (var file = new SlowRequestFile(FilePath, 20_000))
        {
            for (int i = 0; i < 100; i++)
                file.Add(Slow($"GET /{i}", depth: 5));
        }

        Assert.Equal(["slow.jsonl", "slow.jsonl.1"], _directory.GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal));
        Assert.All(_directory.GetFiles(), file => Assert.InRange(file.Length, 1, 25_000));
        Assert.Contains("GET /99", File.ReadLines(FilePath).Last(), StringComparison.Ordinal);
    }

    [Fact]
    public void Add_ATreeOfTenThousandAwaits_DoesNotEndTheProcess()
    {
        using (var file = new SlowRequestFile(FilePath, 1 << 20))
            file.Add(Slow("GET /", depth: 10_000));

        using JsonDocument line = JsonDocument.Parse(File.ReadAllText(FilePath), new JsonDocumentOptions { MaxDepth = 30_000 });
        Assert.Equal(10_000, line.RootElement.GetProperty("tree").GetProperty("elapsed").GetProperty("totalNs").GetInt64());
    }

    [Fact]
    public async Task Add_WhereNobodyMayWrite_IsCountedAndSaysWhy()
    {
        using var file = new SlowRequestFile(_directory.FullName, 1 << 20); // a directory is no file

        file.Add(Slow("GET /", depth: 1));

        await Eventually.TrueAsync(() => file.Unwritten == 1);
        Assert.NotEmpty(file.Why);
    }

    private static SlowRequest Slow(string name, int depth)
    {
        CallNode? tree = null;
        for (int level = depth - 1; level >= 0; level--)
            tree = CallNode.Create(new Frame(level == 0 ? FrameKind.Entry : FrameKind.Method, level == 0 ? name : $"M{level}", false), 1, 0, new TimeByState(1, 0, 0, 0), new TimeByState(1, 0, 0, 0), tree is null ? [] : [tree]);
        return new SlowRequest(name, "00", DateTime.UnixEpoch, TimeSpan.FromMilliseconds(70), TimeSpan.FromMilliseconds(50), tree!);
    }
}
