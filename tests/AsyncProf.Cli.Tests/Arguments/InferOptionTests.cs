using AsyncProf.Cli.Arguments;
using AsyncProf.Profiles.Data;
using AsyncProf.Stitching.Records;
using AsyncProf.Testing;

namespace AsyncProf.Cli.Tests.Arguments;

public sealed class InferOptionTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Parse_OfGroupsAndRules_IsWhatTheyStandFor()
    {
        Assert.Equal(EdgeRules.All, Inference.Parse("all")?.Rules);
        Assert.Equal(EdgeRules.Sure, Inference.Parse("sure")?.Rules);
        Assert.Equal(EdgeRules.None, Inference.Parse("none")?.Rules);
        Assert.Equal(EdgeRules.Relay | EdgeRules.GaveUp, Inference.Parse("relay, gaveUp")?.Rules);
        Assert.Null(Inference.Parse("relay,sure"));
        Assert.Null(Inference.Parse(""));
    }

    /// <summary>Whoever reads a number of a rule in a report can switch that rule off by the same name.</summary>
    [Fact]
    public void Parse_OfEveryNameInARecordingBlock_IsARule()
    {
        string[] names = [.. RecordingFields.All.Where(field => field.Name.StartsWith("inferredBy.", StringComparison.Ordinal)).Select(field => field.Name["inferredBy.".Length..])];

        Assert.Equal(EdgeRules.All, Inference.Parse(string.Join(',', names))?.Rules);
        Assert.Equal(names.Order(StringComparer.Ordinal), Inference.Names.Split(", ").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("report", "x.nettrace")]
    [InlineData("export", "x.nettrace", "-o", "x.html")]
    [InlineData("view", "x.nettrace", "--no-browser")]
    [InlineData("diff", "x.nettrace", "x.nettrace")]
    public async Task Infer_OfAWrongValue_IsOneSentenceAndCode2(params string[] command)
    {
        (int code, string output, string errors) = await TestConsole.RunAsync(_directory.FullName, [.. command, "--infer", "most"]);

        Assert.Equal((2, ""), (code, output));
        Assert.Equal("asyncprof: --infer must be all, sure, none, or some of relay, iterator, unwrap, worker, gaveUp, whenEach, otherWorker, dataflow, pooled, attached, adjacent, with commas between; it is most.", errors.Trim());
    }

    [Fact]
    public async Task Infer_OfAProfile_IsRefusedBecauseItWouldDoNothing()
    {
        string path = Path.Combine(_directory.FullName, "shop.pb.gz");
        WrittenProfile.Of(("Shop.Orders", 1, 10, 10)).Save(path);

        (int code, _, string errors) = await TestConsole.RunAsync(_directory.FullName, "report", path, "--infer", "none");

        Assert.Equal(2, code);
        Assert.Equal($"asyncprof: --infer applies to recordings (.nettrace): in {path}, a profile, edges have been inferred already.", errors.Trim());
    }

    [Fact]
    public async Task Infer_OfARecordingThatStaysOne_IsRefusedAtOnce()
    {
        (int code, _, string errors) = await TestConsole.RunAsync(_directory.FullName, "record", "--pid", "1", "-o", "x.nettrace", "--infer", "sure");

        Assert.Equal(2, code);
        Assert.Equal("asyncprof: --infer does not go with a .nettrace, which holds events and no edges: give it to report, export, view or diff.", errors.Trim());
    }
}
