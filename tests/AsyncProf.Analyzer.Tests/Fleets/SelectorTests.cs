using AsyncProf.Fleets;

namespace AsyncProf.Analyzer.Tests.Fleets;

public class SelectorTests
{
    private static readonly DateTime Now = new(2026, 3, 2, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Parse_LabelsAndTimes_ReadsThem()
    {
        Selector selector = Selector.Parse("--base", "service=shop, version=1.4+a=b, since=3h,until=2026-03-02T11:00:00Z", "1h", null, Now);

        Assert.Equal(("shop", "1.4+a=b", null), (selector["service"], selector["version"], selector["environment"]));
        Assert.Equal((Now.AddHours(-3), Now.AddHours(-1)), (selector.Window.Since, selector.Window.Until));
    }

    [Fact]
    public void Parse_NoTimes_TakesTheOptionsOrADay()
    {
        Assert.Equal(TimeSpan.FromMinutes(90), Selector.Parse("--base", "version=1", "90m", null, Now).Window.Length);
        Assert.Equal(TimeSpan.FromDays(1), Selector.Parse("--base", "version=1", null, "2d", Now).Window.Length);
        Assert.Equal(Now, Selector.Parse("--base", "version=1", null, null, Now).Window.Until);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("version", "must be labels")]
    [InlineData("version=", "must be labels")]
    [InlineData("=1", "must be labels")]
    [InlineData("version=a\u0007", "must be labels")]
    [InlineData("version=1,version=2", "names version twice")]
    [InlineData("since=1h", "must be one to 16 labels")]
    [InlineData("version=1,since=yesterday", "since in --base must be a time")]
    [InlineData("version=1,since=99999d", "since in --base must be a time")]
    [InlineData("version=1,since=1h,until=2h", "must be before")]
    public void Parse_WhatIsNone_SaysWhatIsWrong(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<FleetException>(() => Selector.Parse("--base", text, null, null, Now)).Message, StringComparison.Ordinal);

    [Fact]
    public void Split_AWindow_CoversItOnce()
    {
        var window = new FleetWindow(Now.AddDays(-3), Now.AddTicks(1));

        FleetWindow[] days = window.SplitBy(TimeSpan.FromDays(1));

        Assert.Equal((window.Since, window.Until, 4), (days[0].Since, days[^1].Until, days.Length));
        Assert.All(days.Zip(days.Skip(1)), pair => Assert.Equal(pair.First.Until, pair.Second.Since));
        Assert.All(days, day => Assert.True(day.Length <= TimeSpan.FromDays(1)));
        Assert.All(Enumerable.Range(0, 4), part => Assert.Equal(part, window.PartOf(days[part].Since.AddSeconds(1), 4)));
    }
}
