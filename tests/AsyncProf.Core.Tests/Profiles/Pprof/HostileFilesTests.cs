using System.Text;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Pprof;
using AsyncProf.Testing;

namespace AsyncProf.Core.Tests.Profiles.Pprof;

/// <summary>Small files that were made to be large in memory, slow to read, or impossible.</summary>
public class HostileFilesTests
{
    [Fact]
    public void Read_OfASampleWithMillionsOfFrames_IsRefused() =>
        Refused(Foreign(file => Sample(file, new long[2_000_000])), "holds more than 1000000 numbers");

    [Fact]
    public void Read_OfManySamplesThatRepeatALongLocation_IsRefused() => Refused(
        Foreign(file =>
        {
            for (int i = 0; i < 20_000; i++)
                Sample(file, [1]);
        }, framesOfTheLocation: 9_000),
        "too many frames");

    [Fact]
    public void Read_OfALocationWithTooManyFrames_IsRefused() => Refused(Foreign(file => Sample(file, [1]), framesOfTheLocation: 20_000), "a location has too many frames");

    [Fact]
    public void Read_OfManyLocationsWithFramesThatTakeTwoBytesEach_IsRefused() => Refused(
        Foreign(file =>
        {
            var location = new ProtoWriter();
            var line = new ProtoWriter();
            for (int i = 0; i < 9_999; i++)
                location.Message(4, line);
            for (int i = 0; i < 1_001; i++)
                file.Message(4, location);
        }),
        "its locations have too many frames together");

    [Fact]
    public void Read_OfMillionsOfEntriesInSeveralTables_IsRefused() => Refused(
        Foreign(file =>
        {
            for (int i = 0; i < 7_999_990; i++)
                file.Text(6, "");
            for (int i = 0; i < 20; i++)
            {
                var mapping = new ProtoWriter();
                mapping.Number(1, i + 1);
                file.Message(3, mapping);
            }
        }),
        "its tables have too many entries");

    [Fact]
    public void Read_OfTooManyTypes_IsRefused() => Refused(
        Foreign(file =>
        {
            for (int i = 0; i < 100; i++)
                file.Message(1, new ProtoWriter());
        }),
        "too many entries");

    [Fact]
    public void Read_OfAStackDeeperThanAnyViewerShows_FoldsTheRest()
    {
        long[] deep = new long[10_000];
        Array.Fill(deep, 1);

        AsyncProfile profile = PprofReader.Read(Foreign(file => Sample(file, deep)));

        int depth = 0;
        CallNode node = profile.Tree;
        while (node.Children.Count > 0)
            (node, depth) = (Assert.Single(node.Children), depth + 1);
        Assert.Equal(("(other)", ProfileData.MaximumDepth + 1), (node.Name, depth));
        Assert.Equal(5_000, profile.Tree.ElapsedTotal.TotalNs);
    }

    [Theory]
    [InlineData("durationNs=-9223372036854775808")]
    [InlineData("durationNs=9223372036854775807")]
    [InlineData("unknownAwaitShare=1e308")]
    [InlineData("unknownAwaitShare=-1")]
    [InlineData("events=many")]
    public void Read_OfAnImpossibleRecordingBlock_IsRefused(string comment)
    {
        string text = Encoding.Latin1.GetString(PprofWriter.Write(Playback.OfRandom(1)));
        string field = comment[..(comment.IndexOf('=', StringComparison.Ordinal) + 1)];
        int at = text.IndexOf($"asyncprof.{field}", StringComparison.Ordinal), length = text[at - 1];

        string changed = $"{text[..(at - 1)]}{(char)("asyncprof.".Length + comment.Length)}asyncprof.{comment}{text[(at + length)..]}";

        Refused(Encoding.Latin1.GetBytes(changed), "a comment of AsyncProf's own in it cannot be read");
    }

    [Fact]
    public void Merge_OfMoreThanCanBeCounted_IsRefused()
    {
        var builder = new ProfileDataBuilder();
        int stack = builder.Intern(0, builder.Intern(new Frame(FrameKind.Method, "M", false)));
        var time = new TimeByState(long.MaxValue / 3, 0, 0, 0);
        builder.Add(new StackCharge(stack, default, new Measures(1, 0, time, time)));
        var profile = new AsyncProfile(new RecordingInfo(), builder.Build());

        Assert.Throws<InvalidDataException>(() => AsyncProfile.Merge(profile, profile));
    }

    [Fact]
    public void Read_OfNamesWithControlCharacters_SaysThemWithout()
    {
        var file = new ProtoWriter();
        foreach (string text in (string[])["", "\u001b]0;pwned\u0007" + new string('x', 100), "bytes"])
            file.Text(6, text);
        var type = new ProtoWriter();
        type.Number(1, 1);
        type.Number(2, 2);
        file.Message(1, type);

        string message = Assert.Throws<InvalidDataException>(() => PprofReader.Read(file.Written)).Message;

        Assert.DoesNotContain(message, char.IsControl);
        Assert.InRange(message.Length, 1, 100);
    }

    [Fact]
    public void Read_OfAPackedFileCutAtItsEnd_IsRefused()
    {
        using var whole = new MemoryStream();
        Playback.OfRandom(1).Save(whole);

        using var cut = new MemoryStream(whole.ToArray()[..^10]);

        Assert.StartsWith("its compressed data is", Assert.Throws<InvalidDataException>(() => ProfileFile.Read(cut)).Message, StringComparison.Ordinal);
    }

    private static void Refused(byte[] file, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => PprofReader.Read(file)).Message, StringComparison.Ordinal);

    /// <summary>A file of another tool with one location.</summary>
    private static byte[] Foreign(Action<ProtoWriter> more, int framesOfTheLocation = 1)
    {
        var file = new ProtoWriter();
        foreach (string text in (string[])["", "cpu", "nanoseconds", "main"])
            file.Text(6, text);
        var type = new ProtoWriter();
        type.Number(1, 1);
        type.Number(2, 2);
        file.Message(1, type);
        var function = new ProtoWriter();
        function.Number(1, 1);
        function.Number(2, 3);
        file.Message(5, function);
        var location = new ProtoWriter();
        location.Number(1, 1);
        var line = new ProtoWriter();
        line.Number(1, 1);
        for (int i = 0; i < framesOfTheLocation; i++)
            location.Message(4, line);
        file.Message(4, location);
        more(file);
        return file.Written.ToArray();
    }

    private static void Sample(ProtoWriter file, long[] locations)
    {
        var sample = new ProtoWriter();
        sample.Packed(1, locations);
        sample.Packed(2, [5_000]);
        file.Message(2, sample);
    }
}
