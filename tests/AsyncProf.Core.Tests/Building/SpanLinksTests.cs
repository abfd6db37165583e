using System.Diagnostics;
using AsyncProf.Building;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Otlp;
using AsyncProf.Profiles.Pprof;
using AsyncProf.Testing;
using AsyncProf.Testing.OtlpProfiles;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Core.Tests.Building;

/// <summary>Slow requests have samples of their own, which say which span they belong to.</summary>
public class SpanLinksTests
{
    private const long TraceHigh = 0x0102; // as scripted requests have it; the low half is the request's number

    [Fact]
    public void Build_OfRequestsOfOneName_LinksThoseThatTookLongerThanAllBefore()
    {
        AsyncProfile profile = Of(10, 30, 20, 40);

        Assert.Equal([1UL, 2UL, 4UL], profile.Data.Links.Select(link => (ulong)link.Trace));
        Assert.All(profile.Data.Links, link => Assert.Equal((ulong)TraceHigh, (ulong)(link.Trace >> 64)));
    }

    [Fact]
    public void Build_WithoutTrees_LinksTheSameIfAskedTo()
    {
        AsyncProfile whole = Of(10, 30, 20, 40), linked = Of(new ScriptedRequest(), [10, 30, 20, 40], keepsTrees: false, linksSpans: true), none = Of(new ScriptedRequest(), [10, 30, 20, 40], keepsTrees: false);

        Assert.Equal(whole.Data.Links, linked.Data.Links);
        Assert.Equal(whole.Data.Samples, linked.Data.Samples);
        Assert.All(linked.Data.Roots.Values, notes => Assert.Null(notes.Slowest));
        Assert.Empty(none.Data.Links);
    }

    [Fact]
    public void Build_OfALinkedRequest_ChargesItAllTimeOfItsTreeAndNoOther()
    {
        AsyncProfile profile = Of(10, 30, 20, 40);
        ProfileData data = profile.Data;

        long[] elapsedMs = [.. Enumerable.Range(0, 4).Select(link => data.Samples.Where(sample => sample.Tags.Link == link && sample.Tags.Root == RootKind.Request).Sum(sample => sample.Sums.Elapsed.TotalNs) / 1_000_000)];

        Assert.Equal([20, 10, 30, 40], elapsedMs);
        Assert.Contains(data.Samples, sample => sample.Tags.Link == 2 && data.FrameOf(sample.Stack).Name == "Load");
    }

    [Fact]
    public void Build_OfMoreThanCanBe_LinksTheFirst()
    {
        AsyncProfile profile = Of([.. Enumerable.Range(1, ChargeTags.MaximumLinks + 20)]);

        Assert.Equal(ChargeTags.MaximumLinks, profile.Data.Links.Count);
        Assert.Equal(ChargeTags.MaximumLinks, profile.Data.Samples.Max(sample => sample.Tags.Link));
        Assert.Contains(profile.Data.Samples, sample => sample.Tags.Link == 0);
    }

    [Fact]
    public void Build_OfRequestsWithoutIds_LinksNone() => Assert.Empty(Of(new ScriptedRequest { HasIds = false }, [10, 30]).Data.Links);

    [Fact]
    public void Read_OfWhatWasWritten_HasTheSameLinks()
    {
        AsyncProfile profile = Of(10, 30, 20, 40);

        byte[] file = PprofWriter.Write(profile);
        AsyncProfile read = PprofReader.Read(file);

        Assert.Equal(profile.Data.Links, read.Data.Links);
        Assert.Equal(StackSums.OfPprof(file), StackSums.OfPprof(PprofWriter.Write(read)));
        Assert.Contains(StackSums.OfPprof(file).Keys, key => key.Contains("trace_id=00000000000001020000000000000002", StringComparison.Ordinal));
    }

    [Fact]
    public void Write_AsOtlp_HasThemAsLinks()
    {
        AsyncProfile profile = Of(10, 30, 20, 40);
        using var file = new MemoryStream();

        OtlpProfileFile.Write(profile, new OtlpProfileOptions(), file);

        Assert.Empty(ProfCheck.Of(file.ToArray()));
        Assert.Equal(4, new CheckedTables(ProtoMessage.Read(file.ToArray())).Links.Count);
        Assert.Equal(StackSums.OfPprof(PprofWriter.Write(profile)), StackSums.OfOtlp(file.ToArray()));
    }

    [Fact]
    public void Transforms_OfLinkedSamples_KeepThemAndRedactionLeavesThemOut()
    {
        AsyncProfile profile = Of(10, 30, 20, 40);

        Assert.Equal(profile.Data.Links, profile.Strip().Data.Links);
        Assert.Equal(profile.Data.Links, profile.FoldFramework().Data.Links);
        Assert.Empty(profile.Redact().Data.Links);
        Assert.All(profile.Redact().Data.Samples, sample => Assert.Equal(0, sample.Tags.Link));
    }

    [Fact]
    public void Merge_OfLinkedProfiles_KeepsEachSpansTime()
    {
        AsyncProfile one = Of(10, 30), other = Of(20, 50, 60);

        ProfileData sum = AsyncProfile.Merge(one, other).Data;

        Assert.Equal(3, sum.Links.Count); // the numbers 1 and 2 are the same spans
        Assert.Equal([30, 80, 60], Enumerable.Range(1, 3).Select(link => sum.Samples.Where(sample => sample.Tags.Link == link).Sum(sample => sample.Sums.Elapsed.TotalNs) / 1_000_000));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("00000000000001020000000000000002", "")]
    [InlineData("0000000000000102000000000000000g", "0000000000000002")]
    [InlineData("00000000000000000000000000000000", "0000000000000002")]
    [InlineData("102", "2")]
    public void Read_OfWhatIsNoSpan_IsNone(string trace, string span) => Assert.True(SpanLink.Read(trace, span).IsNone);

    [Fact]
    public void Read_OfASpan_IsThatSpan()
    {
        SpanLink link = SpanLink.Read("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331");

        Assert.Equal(("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"), (link.TraceId, link.SpanId));
    }

    private static AsyncProfile Of(params int[] ms) => Of(new ScriptedRequest(), ms);

    private static AsyncProfile Of(ScriptedRequest script, int[] ms, bool keepsTrees = true, bool linksSpans = false)
    {
        var builder = new ProfileBuilder(script.Names, script.Methods, new TickClock(Stopwatch.Frequency)) { KeepsTrees = keepsTrees, LinksSpans = linksSpans };
        script.Play(s => Requests(s, ms), builder);
        return builder.Build(new RecordingInfo { DurationNs = 1_000_000_000 });
    }

    private static IEnumerable<Step> Requests(Simulator s, int[] ms)
    {
        yield return new Step.Yield();
        for (int i = 0; i < ms.Length; i++)
        {
            yield return new Step.Mark(true, i + 1, "GET /");
            yield return new Step.Await(s.Method("Load", ScriptedRequest.Sleep(s, ms[i] * ScriptedRequest.Ms)));
            yield return new Step.Mark(false, i + 1, "GET /");
        }
    }
}
