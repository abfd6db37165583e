using System.Globalization;
using System.Text;
using System.Text.Json;
using AsyncProf.Diffing;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Renderers;
using AsyncProf.Testing;

namespace AsyncProf.Analyzer.Tests.Renderers;

public class DiffPageDataTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "AsyncProf.Analyzer.Tests", "Renderers", "Approved");

    private static readonly Dictionary<string, Func<(AsyncProfile Base, AsyncProfile Head)>> Sides = new()
    {
        ["empty"] = () => (GoldenProfiles.Get("empty"), GoldenProfiles.Get("empty")),
        ["hostile"] = () => (GoldenProfiles.Get("hostile"), GoldenProfiles.Get("hostile")),
        ["sequence-to-at-once"] = () => (GoldenProfiles.Get("sequence"), GoldenProfiles.Get("at-once")),
        ["shop"] = () => (DiffSides.Base, DiffSides.Head),
    };

    public static TheoryData<string> Names => [.. Sides.Keys];

    /// <summary>After a change that is meant, run once with ASYNCPROF_APPROVE=1 and look at what git shows.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Write_UnderAnyCulture_IsTheApprovedFile(string name)
    {
        string path = Path.Combine(Folder, $"{name}.diff.json");
        (AsyncProfile from, AsyncProfile to) = Sides[name]();
        DiffPageRow[] rows = [new("Shop.Store.LoadAsync", "Shop.Handler", "method", "improvement", "from 30 ms to 10 ms"), new("GET /orders", "GET /orders", "root", "regression", "<b>")];
        foreach (string culture in (string[])["", "de-DE", "ar-SA"])
        {
            CultureInfo before = CultureInfo.CurrentCulture;
            CultureInfo.CurrentCulture = new CultureInfo(culture);
            try
            {
                string written = Write(DiffTree.Of(from, 3, to, 2), rows);
                if (Environment.GetEnvironmentVariable("ASYNCPROF_APPROVE") == "1")
                    File.WriteAllText(path, written);
                Assert.Equal(File.ReadAllText(path), written);
            }
            finally
            {
                CultureInfo.CurrentCulture = before;
            }
        }
    }

    [Fact]
    public void Write_OfMoreFramesThanABrowserTakes_KeepsWhatARowIsAbout()
    {
        AsyncProfile wide = Wide(60_000);

        JsonElement data = JsonDocument.Parse(Write(DiffTree.Of(wide, 1, wide, 1), [new DiffPageRow("Method59999", "Main", "method", "none", ""), new DiffPageRow("Elsewhere", "", "method", "none", "")])).RootElement;

        JsonElement nodes = data.GetProperty("nodes"), frames = data.GetProperty("frames");
        int target = data.GetProperty("rows")[0].GetProperty("node").GetInt32();
        Assert.InRange(nodes.GetProperty("parent").GetArrayLength(), 3, 24_000);
        Assert.Equal("Method59999", frames[nodes.GetProperty("frame")[target].GetInt32()].GetProperty("name").GetString());
        Assert.Equal(-1, data.GetProperty("rows")[1].GetProperty("node").GetInt32());
        Assert.Equal(60_000 * 1_000L, nodes.GetProperty("head").GetProperty("elapsed").EnumerateArray().Sum(number => number.GetInt64()));
    }

    [Fact]
    public void Write_OfAMethodInSeveralPlaces_TakesTheOneThatChangedTheMostBelowTheRowsRoot()
    {
        AsyncProfile from = WrittenProfile.Of(("A", 1, 10, 10), ("A > Load", 1, 10, 10), ("A > B > Load", 1, 10, 10), ("C > Load", 1, 10, 10));
        AsyncProfile to = WrittenProfile.Of(("A", 1, 10, 10), ("A > Load", 1, 11, 11), ("A > B > Load", 1, 5, 5), ("C > Load", 1, 90, 90));

        DiffNode?[] targets = RowTargets.Of(DiffTree.Of(from, 1, to, 1), [Row("Load", "A"), Row("Load", ""), Row("Load", "D"), new DiffPageRow("C", "C", "root", "none", ""), new DiffPageRow("B", "B", "root", "none", "")]);

        Assert.Equal([5e6, 90e6, null, 90e6, null], targets.Select(target => target?.Head.ElapsedTotal.TotalNs));

        static DiffPageRow Row(string name, string root) => new(name, root, "method", "none", "");
    }

    private static AsyncProfile Wide(int width)
    {
        var builder = new ProfileDataBuilder();
        int main = builder.Intern(0, builder.Intern(new Frame(FrameKind.Method, "Main", false)));
        var own = new TimeByState(1_000, 0, 0, 0);
        for (int i = 0; i < width; i++)
            builder.Add(new StackCharge(builder.Intern(main, builder.Intern(new Frame(FrameKind.Method, $"Method{i}", false))), new ChargeTags(RootKind.Operation, OperationStatus.Completed, AwaitedBy.Parent, 10), new Measures(1, 1_000, own, own)));
        return new AsyncProfile(new RecordingInfo(), builder.Build());
    }

    private static string Write(DiffTree tree, IReadOnlyList<DiffPageRow> rows)
    {
        using var bytes = new MemoryStream();
        DiffPageData.Write(tree, new DiffPageHead("x", "One root takes longer.", ["Only three runs."], rows), bytes);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
