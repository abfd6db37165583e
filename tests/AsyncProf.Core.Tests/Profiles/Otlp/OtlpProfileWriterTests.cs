using System.Buffers.Binary;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Otlp;
using AsyncProf.Profiles.Pprof;
using AsyncProf.Testing;
using AsyncProf.Testing.OtlpProfiles;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.Core.Tests.Profiles.Otlp;

/// <summary>The second encoding tells what the first tells, and breaks no rule of the format.</summary>
public class OtlpProfileWriterTests
{
    private static readonly int Programs = Tier.Count(fast: 50, deep: 300);

    private static readonly DateTime Start = new(2026, 11, 30, 8, 0, 0, DateTimeKind.Utc);

    public static TheoryData<string> Golden => [.. GoldenProfiles.Names];

    [Theory]
    [MemberData(nameof(Golden))]
    public void Write_OfEachGoldenProfile_TellsWhatThePprofFileTells(string name) => AssertSame(GoldenProfiles.Get(name));

    [Fact]
    public void Write_OfRandomPrograms_TellsWhatThePprofFileTells()
    {
        for (int seed = 0; seed < Programs; seed++)
            AssertSame(Playback.OfRandom(seed));
    }

    [Fact]
    public void Write_OfLinesBytesAndErrors_TellsWhatThePprofFileTells() => AssertSame(Scripted().Build(Recording));

    [Fact]
    public void Write_OfNamesThatAFileCannotTellApart_HoldsThemOnce()
    {
        var script = new ScriptedProfile();
        foreach (char half in "\ud800\ud801")
            script.Call(script.Root($"GET /{half}", 1, 10), $"Shop.{half}.Load", 1, 100, on: $"Shop.{half}");

        AssertSame(script.Build());
    }

    [Fact]
    public void Write_WithoutLabels_JoinsTheSamplesOfAStack()
    {
        AsyncProfile profile = Scripted().Build(Recording);

        byte[] folded = Write(profile, new OtlpProfileOptions { FoldsLabels = true });

        Assert.Empty(ProfCheck.Of(folded));
        AssertNoDuplicates(folded);
        Assert.Equal(StackSums.OfPprof(PprofWriter.Write(profile), withLabels: false), StackSums.OfOtlp(folded));
    }

    [Fact]
    public void Write_ShowsElapsedFirstAndATypeOnlyWhereItHasAValue()
    {
        ProtoMessage file = ProtoMessage.Read(Write(Scripted().Build(Recording)));

        string[] types = TypesOf(file);

        Assert.Equal("elapsed", types[0]);
        Assert.Equal(types.Length, types.Distinct().Count());
        Assert.Contains("alloc_space", types);
        Assert.DoesNotContain("elapsed.blocked", types);
    }

    [Fact]
    public void Write_OfAnEmptyProfile_HasOneProfileWithoutSamples()
    {
        ProtoMessage file = ProtoMessage.Read(Write(GoldenProfiles.Get("empty")));

        Assert.Equal(["elapsed"], TypesOf(file));
        Assert.Empty(Assert.Single(StackSums.ProfilesOf(file)).Messages(OtlpFields.Profile.Samples));
    }

    [Fact]
    public void Write_OfEachProfile_HasTimeDurationAndAPeriodThatStoresTake()
    {
        byte[] bytes = Write(Scripted().Build(Recording));
        ProtoMessage file = ProtoMessage.Read(bytes);
        var tables = new CheckedTables(file);

        foreach (ProtoMessage profile in StackSums.ProfilesOf(file))
        {
            ProtoMessage period = profile.Message(OtlpFields.Profile.PeriodType)!;
            Assert.Equal(("wall", "nanoseconds"), (tables.Strings[period.Index(OtlpFields.ValueType.Type)], tables.Strings[period.Index(OtlpFields.ValueType.Unit)]));
            Assert.Equal(1, profile.Number(OtlpFields.Profile.Period));
            Assert.Equal((Start - DateTime.UnixEpoch).Ticks * 100, profile.Number(OtlpFields.Profile.Time));
            Assert.Equal(Recording.DurationNs, profile.Number(OtlpFields.Profile.Duration));
        }

        byte[] time = new byte[9]; // as fixed64, not as a variable number
        time[0] = (OtlpFields.Profile.Time << 3) | 1;
        BinaryPrimitives.WriteInt64LittleEndian(time.AsSpan(1), (Start - DateTime.UnixEpoch).Ticks * 100);
        Assert.True(bytes.AsSpan().IndexOf(time) > 0);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1969, 0)]
    [InlineData(9999, long.MaxValue / 100 * 100)]
    public void Write_OfATimeThatNoFileCanTell_TellsTheNearest(int year, long expected)
    {
        byte[] bytes = Write(Scripted().Build(Recording with { StartUtc = new DateTime(year, 2, 3, 0, 0, 0, DateTimeKind.Utc) }));

        Assert.Empty(ProfCheck.Of(bytes));
        Assert.All(StackSums.ProfilesOf(ProtoMessage.Read(bytes)), profile => Assert.Equal(expected, profile.Number(OtlpFields.Profile.Time)));
    }

    [Fact]
    public void Write_TellsOnEachProfileHowFarItCanBeTrusted()
    {
        ProtoMessage file = ProtoMessage.Read(Write(Scripted().Build(Recording with { LostEvents = 7 })));
        var tables = new CheckedTables(file);

        foreach (ProtoMessage profile in StackSums.ProfilesOf(file))
        {
            ProtoMessage lost = profile.Numbers(OtlpFields.Profile.Attributes).Select(place => tables.Attributes[(int)place])
                .Single(attribute => tables.Strings[attribute.Index(OtlpFields.Attribute.Key)] == "asyncprof.lost.events");
            Assert.Equal(7, lost.Message(OtlpFields.Attribute.Value)!.Number(OtlpFields.AnyValue.Number));
        }
    }

    [Fact]
    public void Write_OfADuration_TellsItsUnitAsUcumHasIt()
    {
        var tables = new CheckedTables(ProtoMessage.Read(Write(Scripted().Build(Recording))));

        Assert.All(
            tables.Attributes.Where(attribute => tables.Strings[attribute.Index(OtlpFields.Attribute.Key)] == PprofNames.Duration),
            attribute => Assert.Equal("ns", tables.Strings[attribute.Index(OtlpFields.Attribute.Unit)]));
    }

    [Fact]
    public void Write_Twice_GivesTheSameBytes() => Assert.Equal(Write(Playback.OfRandom(7)), Write(Playback.OfRandom(7)));

    private static RecordingInfo Recording { get; } = new()
    {
        DurationNs = 1_500_000_000,
        StartUtc = Start,
        Process = "Shop",
        Pid = 42,
        RuntimeVersion = "10.0.0",
        Source = "agent",
        Allocated = new AllocationInfo(100, 85, 5, 4, 3),
    };

    private static ScriptedProfile Scripted()
    {
        var script = new ScriptedProfile();
        int root = script.Root("GET /orders/{id}", 20, 4_000, errors: 3);
        int load = script.Call(root, "Shop.Store.LoadAsync", 40, 8_000, on: "NpgsqlConnection.OpenAsync", runningNs: 500, line: 17);
        script.Call(root, "Shop.Store.LoadAsync", 20, 4_000, runningNs: 250, line: 21);
        script.Call(load, "System.IO.Stream.ReadAsync", 40, 900);
        script.Allocated(load, 4_096, type: "System.Byte[]", by: "Shop.Json.Write");
        script.AtOnce(load, 77);
        script.Call(script.Root("Shop.Worker.RunAsync", 2, 100, RootKind.Operation), "Shop.Store.LoadAsync", 2, 30);
        return script;
    }

    private static void AssertSame(AsyncProfile profile)
    {
        byte[] file = Write(profile);

        Assert.Empty(ProfCheck.Of(file));
        AssertNoDuplicates(file);
        Assert.Equal(StackSums.OfPprof(PprofWriter.Write(profile)), StackSums.OfOtlp(file));
    }

    /// <summary>What profcheck does not look for: entries of any table that are equal, and samples of one profile that are alike in stack, attributes and link.</summary>
    private static void AssertNoDuplicates(byte[] file)
    {
        ProtoMessage message = ProtoMessage.Read(file), dictionary = message.Message(OtlpFields.ProfilesData.Dictionary)!;
        foreach (int table in Enumerable.Range(OtlpFields.Dictionary.Mappings, 7).Where(table => table != OtlpFields.Dictionary.Strings))
            Assert.Distinct(dictionary.Messages(table).Select(entry => Convert.ToHexString(entry.Write())));
        foreach (ProtoMessage profile in StackSums.ProfilesOf(message))
        {
            Assert.Distinct(profile.Messages(OtlpFields.Profile.Samples)
                .Select(sample => $"{sample.Index(OtlpFields.Sample.Stack)}|{string.Join(' ', sample.Numbers(OtlpFields.Sample.Attributes).Order())}|{sample.Index(OtlpFields.Sample.Link)}"));
        }
    }

    private static string[] TypesOf(ProtoMessage file)
    {
        var tables = new CheckedTables(file);
        return [.. StackSums.ProfilesOf(file).Select(profile => tables.Strings[profile.Message(OtlpFields.Profile.SampleType)!.Index(OtlpFields.ValueType.Type)])];
    }

    private static byte[] Write(AsyncProfile profile, OtlpProfileOptions? options = null)
    {
        using var file = new MemoryStream();
        OtlpProfileFile.Write(profile, options ?? new OtlpProfileOptions(), file);
        return file.ToArray();
    }
}
