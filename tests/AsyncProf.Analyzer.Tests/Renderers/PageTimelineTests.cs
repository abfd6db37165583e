using System.Text.Json;
using AsyncProf.Profiles;
using AsyncProf.Renderers;
using AsyncProf.Testing;

namespace AsyncProf.Analyzer.Tests.Renderers;

/// <summary>Single roots as the page's script reads them.</summary>
public class PageTimelineTests
{
    [Fact]
    public void Data_OfARandomProfile_HasAColumnEntryForEachOperationAndPiece()
    {
        AsyncProfile profile = Playback.OfRandom(5);

        using JsonDocument data = DataOf(profile);

        JsonElement timeline = data.RootElement.GetProperty("timeline"), roots = timeline.GetProperty("roots");
        int frames = data.RootElement.GetProperty("frames").GetArrayLength();
        Assert.Equal(profile.Data.Timeline!.Roots.Count, roots.GetProperty("start").GetArrayLength());
        foreach (string column in (string[])["nodes", "path", "own"])
        {
            int sum = roots.GetProperty(column).EnumerateArray().Sum(count => count.GetInt32());
            Assert.All(timeline.GetProperty(column).EnumerateObject(), each => Assert.Equal(sum, each.Value.GetArrayLength()));
        }

        Assert.All(timeline.GetProperty("nodes").GetProperty("frame").EnumerateArray(), frame => Assert.InRange(frame.GetInt32(), 0, frames - 1));
        Assert.All(timeline.GetProperty("path").GetProperty("on").EnumerateArray(), frame => Assert.InRange(frame.GetInt32(), -1, frames - 1));
    }

    [Fact]
    public void Data_OfASmallPart_HasTheWholeTimeOfEachRoot()
    {
        using JsonDocument data = DataOf(Playback.OfRandom(7));

        JsonElement roots = data.RootElement.GetProperty("timeline").GetProperty("roots");
        long[] time = [.. roots.GetProperty("time").EnumerateArray().Select(ns => ns.GetInt64())], length = [.. roots.GetProperty("length").EnumerateArray().Select(ns => ns.GetInt64())];
        Assert.Equal(length, time.Chunk(4).Select(states => states.Sum()));
    }

    [Fact]
    public void Data_OfSums_SaysWhyThereIsNoTimeline()
    {
        using JsonDocument data = DataOf(WrittenProfile.Of(("GET /x", 1, 10, 10)));

        Assert.False(data.RootElement.TryGetProperty("timeline", out _));
        Assert.Equal(TimelineText.Nothing, data.RootElement.GetProperty("timeless").GetString());
    }

    [Fact]
    public void Data_OfMethods_HasTheirLinesAndNoDirectories()
    {
        using JsonDocument data = DataOf(Playback.OfRandomWithAwaits(3));

        JsonElement awaits = data.RootElement.GetProperty("methods").EnumerateArray().First(method => method.TryGetProperty("awaits", out _)).GetProperty("awaits");
        int lines = awaits.GetProperty("line").GetArrayLength();
        Assert.Equal(lines * 3, awaits.GetProperty("time").GetArrayLength());
        Assert.All(awaits.GetProperty("file").EnumerateArray(), file => Assert.DoesNotContain('/', file.GetString()!));
    }

    private static JsonDocument DataOf(AsyncProfile profile)
    {
        using var bytes = new MemoryStream();
        PageData.Write(profile, [], bytes);
        return JsonDocument.Parse(bytes.ToArray());
    }
}
