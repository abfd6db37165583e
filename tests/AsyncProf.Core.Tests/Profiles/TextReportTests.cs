using System.Globalization;
using AsyncProf.Profiles;
using AsyncProf.Testing;
using AsyncProf.Testing.Scenarios;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Core.Tests.Profiles;

public class TextReportTests
{
    [Theory]
    [InlineData("")]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    public void Methods_UnderAnyCulture_IsTheSameTable(string culture)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo(culture);
        try
        {
            ProfileReading profile = Playback.Of(s => ScenarioPrograms.Sleep(s, "Root", 1250));

            Assert.Equal(
                """
                  calls wall/call      p99  running  waiting    ready  blocked  method
                      1    1.25 s   1.25 s        0   1.25 s        0        0  Root

                """.ReplaceLineEndings("\n"),
                TextReport.Methods(profile.Profile));
            Assert.Equal(
                """
                 elapsed  running  waiting    ready  blocked calls  frame
                  1.25 s        0        0        0        0     1  Root
                  1.25 s        0   1.25 s        0        0     1  └ ⧗ Task.Delay

                """.ReplaceLineEndings("\n"),
                TextReport.Tree(profile.Stack("Root")));
            Assert.Contains("0.0 % on what no event names", TextReport.Quality(profile.Profile.Recording).Replace("0.0%", "0.0 %"), StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Methods_WithHostileNames_PrintsNoControlOrBidiCharacters()
    {
        ProfileReading profile = Playback.Of(s => ScenarioPrograms.Sleep(s, "Evil\u001b[2J\u202Ename", 10));

        string text = TextReport.Methods(profile.Profile) + TextReport.Roots(profile.Profile) + TextReport.Tree(profile.Profile.Tree);

        Assert.Contains("Evil[2Jname", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text, letter => letter is '\u001b' or '\u202e');
    }

    [Fact]
    public void Quality_OfWaitsThatBeganBefore_SaysSo()
    {
        string before = TextReport.Quality(new RecordingInfo { PrefixBlockedNs = 30_000_000 }), both = TextReport.Quality(new RecordingInfo { PrefixBlocks = 1, PrefixBlockedNs = 30_000_000 });

        Assert.Contains("0 outside any operation, 30.0 ms begun before\n", before.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("1 outside any operation, 30.0 ms\n", both.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(999, "999 ns")]
    [InlineData(1_000, "1.00 µs")]
    [InlineData(999_499, "999 µs")]
    [InlineData(999_500, "1.00 ms")]
    [InlineData(12_345_678, "12.3 ms")]
    [InlineData(3_600_000_000_000, "3600 s")]
    public void Durations_OfEachSize_HaveThreeDigitsAndAUnit(long ns, string text) => Assert.Equal(text, Durations.Text(ns));

    [Theory]
    [InlineData("Shop.Orders.OrderService.GetAsync", 40, "Shop.Orders.OrderService.GetAsync")]
    [InlineData("Shop.Orders.OrderService.GetAsync", 26, "…OrderService.GetAsync")]
    [InlineData("Shop.AVeryLongNameOfATypeIndeed.GetAsync", 26, "…ameOfATypeIndeed.GetAsync")]
    [InlineData("⧗ System.Net.Http.HttpClient.GetStringAsync", 30, "⧗ …HttpClient.GetStringAsync")]
    [InlineData("GET /orders/{id:int}/invoice", 20, "…rs/{id:int}/invoice")]
    public void Clip_ALongName_LosesWholePartsOfItsBeginning(string name, int width, string text) => Assert.Equal(text, TextReport.Clip(name, width));
}
