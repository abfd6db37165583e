using System.Globalization;
using System.Text;
using System.Text.Json;
using AsyncProf.Exporters;
using AsyncProf.Findings;
using AsyncProf.Profiles;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;
using AsyncProf.Testing.Tiers;
using Newtonsoft.Json.Linq;
using Newtonsoft.Json.Schema;

namespace AsyncProf.Analyzer.Tests.Exporters;

public class ReportJsonTests
{
    private static readonly int Programs = Tier.Count(fast: 15, deep: 50);

    [Theory]
    [InlineData("")]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    public void Write_OfRandomPrograms_KeepsToTheSchemaAndAddsUp(string culture)
    {
        JSchema schema = JSchema.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", "report.schema.json")));
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo(culture);
        try
        {
            for (int seed = 0; seed < Programs; seed++)
            {
                string json = Json(seed % 2 == 0 ? Playback.OfRandom(seed) : Playback.OfRandomWithAwaits(seed));

                Assert.True(JToken.Parse(json).IsValid(schema, out IList<string> errors), string.Join('\n', errors));
                AssertAddsUp(json);
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Write_OfWaitsOnHandles_KeepsToTheSchemaAndTellsThem()
    {
        JSchema schema = JSchema.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", "report.schema.json")));
        JObject report = JObject.Parse(Json(new TraceBuilder().At(1).Begins("P").At(10).Runs("P").At(20).Waits().At(35).HasWaited().HasWaited().At(50).Ends("P").Leaves().Play().Profile));

        Assert.True(report.IsValid(schema, out IList<string> errors), string.Join('\n', errors));
        Assert.Equal(["1", "0", "1"], report["recording"]!["handleWaits"]!.Select(count => count.First!.ToString()));
        Assert.Equal("blocked-on-handle", (string?)report["methods"]![0]!["waits"]!.First(wait => (string?)wait["kind"] != "unknown")["kind"]);
    }

    [Fact]
    public void Write_OfAwaits_TellsAllThatIsKnown()
    {
        AsyncProfile profile = Playback.OfRandomWithAwaits(1);
        JToken[] methods = [.. JObject.Parse(Json(profile))["methods"]!];

        Assert.All(profile.Methods, row =>
        {
            JToken method = methods.Single(one => (string?)one["method"] == row.Method);
            Assert.Equal(
                row.Awaits,
                method["awaits"]!.Select(await => new AwaitRow((string)await["on"]!, (string?)await["file"] ?? "", (int?)await["line"] ?? 0, (int)await["ilOffset"]!, (long)await["hits"]!, (long)await["waitingNs"]!, (long)await["readyNs"]!, (long)await["runningNs"]!)));
        });
        Assert.Contains(methods, method => method["awaits"]!.Any());
    }

    /// <summary>But for what a profile holds of single seconds, which a file of sums has not.</summary>
    [Fact]
    public void Write_FromAFile_IsTheSameAsFromMemory()
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("asyncprof-tests-");
        try
        {
            for (int seed = 0; seed < Programs; seed++)
            {
                AsyncProfile profile = Playback.OfRandomWithAwaits(seed);
                string path = Path.Combine(directory.FullName, $"{seed}.pb.gz");
                profile.Save(path);

                Assert.Equal(WithoutSeries(Json(profile)), Json(AsyncProfile.Load(path)));
            }
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static string WithoutSeries(string json)
    {
        int from = json.IndexOf("\"series\":{", StringComparison.Ordinal), to = json.LastIndexOf(",\"findings\":", StringComparison.Ordinal);
        return json[..from] + "\"series\":null" + json[to..];
    }

    /// <summary>Own times of the tree, of the methods and of the roots are one sum, on each axis.</summary>
    private static void AssertAddsUp(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 10_000 });
        JsonElement report = document.RootElement;
        (long treeElapsed, long treeTask) = (0, 0);
        var work = new Stack<JsonElement>([report.GetProperty("tree")]);
        while (work.TryPop(out JsonElement node))
        {
            treeElapsed += Self(node, "elapsed");
            treeTask += Self(node, "task");
            foreach (JsonElement child in node.GetProperty("children").EnumerateArray())
                work.Push(child);
        }

        JsonElement[] methods = [.. report.GetProperty("methods").EnumerateArray()];
        Assert.Equal(report.GetProperty("roots").EnumerateArray().Sum(root => root.GetProperty("elapsedNs").GetInt64()), treeElapsed);
        Assert.Equal(treeElapsed, methods.Sum(method => Self(method, "elapsed")));
        Assert.Equal(treeTask, methods.Sum(method => Self(method, "task")));
    }

    private static long Self(JsonElement element, string axis)
    {
        JsonElement times = element.GetProperty(axis);
        long self = times.GetProperty("selfNs").GetInt64();
        Assert.Equal(self, ((string[])["runningNs", "blockedNs", "readyNs", "waitingNs"]).Sum(state => times.GetProperty(state).GetInt64()));
        return self;
    }

    private static string Json(AsyncProfile profile)
    {
        using var bytes = new MemoryStream();
        ReportJson.Write(profile, profile.Methods, FindingRules.Find(profile), bytes);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
