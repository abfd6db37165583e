using System.Text;
using System.Text.Json;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Pprof;
using AsyncProf.Testing;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.Core.Tests.Profiles.Pprof;

/// <summary>What a file keeps of awaits: their times, lines and files, and who passes tasks on.</summary>
public class AwaitNotesTests
{
    private const string Good = """["Operation","P",0,"P","Gate.WaitAsync","Shop.cs",10,3,1,2,3,4]""";

    private static readonly int Programs = Tier.Count(fast: 50, deep: 300);

    [Fact]
    public void Read_OfWhatWasWritten_TellsTheSameOfRandomProgramsWithAwaits()
    {
        int awaits = 0;
        for (int seed = 0; seed < Programs; seed++)
        {
            AsyncProfile profile = Playback.OfRandomWithAwaits(seed);
            awaits += profile.Methods.Sum(row => row.Awaits.Count);

            AsyncProfile read = PprofReader.Read(PprofWriter.Write(profile));

            Assert.Equal(ProfileDump.Of(profile), ProfileDump.Of(read));
        }

        Assert.True(awaits > Programs, $"There were only {awaits} awaits.");
    }

    [Fact]
    public void Read_OfWhatWasWritten_KeepsAllThatIsKnownOfFrames()
    {
        AsyncProfile read = PprofReader.Read(PprofWriter.Write(Chain()));

        CallNode p = Assert.Single(read.Tree.Children), mediator = Assert.Single(p.Children), leaf = Assert.Single(mediator.Children);
        Assert.Equal(("/src/Shop.cs", 7, false), (p.Frame.File, p.Frame.Line, p.Frame.PassesOn));
        Assert.Equal((true, 12), (mediator.Frame.PassesOn, mediator.Line));
        Assert.Equal(("await Gate.WaitAsync, completed by Shop.C", WaitKind.CompletedBy, "Shop.C", "Gate.WaitAsync", 0), (leaf.Name, leaf.Frame.Wait, leaf.Frame.Target, leaf.Frame.On, leaf.Line));
        Assert.Equal([new AwaitRow("(one of A, B)", "/src/Shop.cs", 12, 3, 1, 2, 3, 4)], read.Methods.Single(row => row.Method == "Shop.P").Awaits);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[[[[[[]]]]]]")]
    [InlineData("""["Nonsense","P",0,"P","On","F",1,1,1,2,3,4]""")]
    [InlineData("""["Operation","P",0,"P","On","F",1,1,1,2,3]""")]
    [InlineData("""["Operation","P",0,"P","On","F",1,1,-1,2,3,4]""")]
    [InlineData("""["Operation","P",0,"P","On","F",1,1,1,-2,3,4]""")]
    [InlineData("""["Operation","P",0,"P","On","F",1,1,1,9223372036854775807,3,4]""")]
    [InlineData("""["Operation","P",0,"P","On","F",1.5,1,1,2,3,4]""")]
    [InlineData("""["Operation","P",0,"P","On","F",99999999999,1,1,2,3,4]""")]
    [InlineData("""["Operation",1,0,"P","On","F",1,1,1,2,3,4]""")]
    [InlineData("""["Operation","P","0","P","On","F",1,1,1,2,3,4]""")]
    [InlineData("""["Operation","\ud800",0,"P","On","F",1,1,1,2,3,4]""")]
    [InlineData("""["Operation","P",0,"P","On","F",1,1,1,2,3,4""")]
    public void ReadNote_OfWhatIsNone_PassesItOver(string json) => Assert.Empty(Noted(json).Awaits);

    [Theory]
    [InlineData("""["Operation","P",0,null,null,null,-5,-7,1,2,3,4]""", "", 0, -1)]
    [InlineData("""["Operation","P",7,"","","",2147483647,2147483647,1,2,3,4]""", "", int.MaxValue, int.MaxValue)]
    [InlineData("""["Operation","P",0,"P","On\u001b[2J","..\\..\\F",1,1,1,2,3,4,5,6]""", "On\u001b[2J", 1, 1)]
    public void ReadNote_OfOddValues_KeepsThemWithinWhatCanBe(string json, string on, int line, int offset)
    {
        (AwaitKey await, AwaitSums sums) = Assert.Single(Noted(json).Awaits);

        Assert.Equal((FrameKind.Method, on, line, offset), (await.Kind, await.On, await.Line, await.ILOffset));
        Assert.Equal(new AwaitSums(1, 2, 3, 4), sums);
    }

    [Fact]
    public void ReadNote_OverAndOver_NeverOverflows()
    {
        string most = (long.MaxValue / 64 - 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
        string json = $"""["Operation","P",0,"P","On","F",1,1,{most},{most},{most},{most}]""";

        (_, AwaitSums sums) = Assert.Single(Noted([.. Enumerable.Repeat(json, 1_000)]).Awaits);

        Assert.All([sums.Hits, sums.WaitingNs, sums.ReadyNs, sums.RunningNs], sum => Assert.InRange(sum, long.MaxValue / 8, long.MaxValue / 4));
    }

    [Fact]
    public void ReadNote_OfDamagedText_NeverThrows()
    {
        var random = new Random(3);
        int read = 0;
        for (int i = 0; i < 20_000; i++)
        {
            char[] damaged = Good.ToCharArray();
            for (int wounds = random.Next(1, 4); wounds > 0; wounds--)
                damaged[random.Next(damaged.Length)] = (char)random.Next(0x20, 0x7F);
            read += Noted(new string(damaged)).Awaits.Count;
        }

        Assert.InRange(read, 100, 19_999);
    }

    [Fact]
    public void Merge_OfProfilesWithAwaits_AddsThemUp()
    {
        AsyncProfile one = Playback.OfRandomWithAwaits(11), two = AsyncProfile.Merge(one, one);

        Assert.NotEmpty(one.Data.Awaits);
        Assert.Equal(one.Data.Awaits.Count, two.Data.Awaits.Count);
        Assert.All(one.Data.Awaits, pair => Assert.Equal(pair.Value + pair.Value, two.Data.Awaits[pair.Key]));
        Assert.Equal(Lines(one), Lines(two));
    }

    [Fact]
    public void Merge_OfStacksAwaitedAtDifferentLines_KeepsNoLine()
    {
        AsyncProfile merged = AsyncProfile.Merge(Chain(), Chain(line: 13));

        Assert.Equal(0, Assert.Single(Assert.Single(merged.Tree.Children).Children).Line);
        Assert.Equal(12, Assert.Single(Assert.Single(AsyncProfile.Merge(Chain(), Chain()).Tree.Children).Children).Line);
    }

    [Fact]
    public void TreeJson_OfATree_SaysWhereEachIsAwaitedAndWhatIsInferred()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, TreeJson.Options))
            TreeJson.Write(json, Chain().Tree);

        using JsonDocument document = JsonDocument.Parse(Encoding.UTF8.GetString(stream.ToArray()));
        JsonElement p = document.RootElement.GetProperty("children")[0], mediator = p.GetProperty("children")[0], leaf = mediator.GetProperty("children")[0];
        Assert.Equal((12, true), (mediator.GetProperty("awaitedAtLine").GetInt32(), mediator.GetProperty("inferred").GetBoolean()));
        Assert.False(p.TryGetProperty("awaitedAtLine", out _));
        Assert.False(p.TryGetProperty("inferred", out _));
        Assert.False(leaf.TryGetProperty("awaitedAtLine", out _));
    }

    [Theory]
    [InlineData("https://host/src/Shop.cs", "https://host/src/Shop.cs")]
    [InlineData("javascript:alert(1)", "")]
    public void Save_OfAMethodWithASourceLink_KeepsItIfItIsOneOfTheWeb(string link, string kept)
    {
        var builder = new ProfileDataBuilder();
        int stack = builder.Intern(0, builder.Intern(new Frame(FrameKind.Method, "Shop.P", false) { File = "/src/Shop.cs", Line = 7, Link = link }));
        builder.Add(new StackCharge(stack, new ChargeTags(RootKind.Operation, OperationStatus.Completed, AwaitedBy.Parent, -1), new Measures(1, 5, default, new TimeByState(5, 0, 0, 0))));

        AsyncProfile read = PprofReader.Read(PprofWriter.Write(new AsyncProfile(new RecordingInfo(), builder.Build())));

        Assert.Equal(kept, read.Methods.Single().Link);
        Assert.Empty(read.Redact().Methods.Single().Link);
    }

    private static IEnumerable<string> Lines(AsyncProfile profile) => profile.Tree.SelfAndBelow().Select(node => $"{node.Name}:{node.Line}").Order(StringComparer.Ordinal);

    /// <summary>P awaits through a mediator what C completed.</summary>
    private static AsyncProfile Chain(int line = 12)
    {
        var builder = new ProfileDataBuilder();
        int p = builder.Intern(0, builder.Intern(new Frame(FrameKind.Method, "Shop.P", false) { File = "/src/Shop.cs", Line = 7 }));
        int mediator = builder.Intern(p, builder.Intern(new Frame(FrameKind.Method, "Shop.Mediator.Send", false) { PassesOn = true }), line);
        int leaf = builder.Intern(mediator, builder.Intern(Frame.OfWait(WaitKind.CompletedBy, "Shop.C", on: "Gate.WaitAsync")));
        var time = new TimeByState(0, 0, 0, 5);
        builder.Add(new StackCharge(leaf, new ChargeTags(RootKind.Operation, OperationStatus.Completed, AwaitedBy.Parent, -1), new Measures(1, 0, time, time)));
        builder.Note(new AwaitKey(RootKind.Operation, "Shop.P", FrameKind.Method, "Shop.P", "(one of A, B)", "/src/Shop.cs", 12, 3), new AwaitSums(1, 2, 3, 4));
        return new AsyncProfile(new RecordingInfo(), builder.Build());
    }

    private static ProfileData Noted(params string[] notes)
    {
        var builder = new ProfileDataBuilder();
        foreach (string note in notes)
            PprofComments.ReadNote(PprofNames.AwaitNote + note, [], builder);
        return builder.Build();
    }
}
