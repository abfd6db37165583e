using System.Text.RegularExpressions;
using AsyncProf.Profiles;
using AsyncProf.Renderers;
using AsyncProf.Testing;
using AsyncProf.Testing.Names;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Analyzer.Tests.Renderers;

/// <summary>Single roots as plain text.</summary>
public class TimelineTextTests
{
    private static AsyncProfile Shop => Playback.Of(s => s.Method("Shop.Handle", [
        new Step.Yield(), new Step.Burn(10), new Step.Await(s.Delay(10)), new Step.Await(s.Method("Shop.Load", [new Step.Await(s.Delay(20))])),
    ])).Profile;

    [Fact]
    public void Write_OfARoot_DrawsItsOperationsOverItsTime() => Assert.Equal(
        """
            from     took █ runs ─ waits ▒ ready ▓ blocked           frame

               0  40.0 ms [██████████──────────····················] Shop.Handle, at 1.00 ms
         20.0 ms  20.0 ms [                    ────────────────────]  Shop.Load

        """,
        TimelineText.Write(Shop, top: 5));

    [Fact]
    public void Write_OfMoreRootsThanAskedFor_ShowsTheSlowestAndSaysSo()
    {
        AsyncProfile profile = Playback.Of(s => s.Method("Main", [new Step.Start(s.Method("Slow", [new Step.Await(s.Delay(50))])), new Step.Start(s.Method("Slower", [new Step.Await(s.Delay(60))])), new Step.Burn(1)])).Profile;

        string text = TimelineText.Write(profile, top: 1);

        Assert.Contains("] Slower, at ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("] Slow, at ", text, StringComparison.Ordinal);
        Assert.EndsWith("… 1 more, of 2 that were seen whole\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_OfRequestsAndOthers_HasTheRequestsFirst()
    {
        AsyncProfile profile = new TraceBuilder().At(0).Makes("slow", "Async: <Slow>d__0").Runs("owner").Begins("owner").Starts(1).At(10).Stops(1, "GET /x").Leaves().Ends("owner").At(500).Ends("slow").Play().Profile;

        string text = TimelineText.Write(profile, top: 2);

        Assert.True(text.IndexOf("] GET /x,", StringComparison.Ordinal) is var request and > 0 && request < text.IndexOf("] Slow,", StringComparison.Ordinal), text);
    }

    [Fact]
    public void Write_OfAnError_SaysHowItEnded() => Assert.Contains("error, at 100 ms", TimelineText.Write(NamedProfile.Of(field => field), top: 5), StringComparison.Ordinal);

    [Theory]
    [InlineData(90)]
    [InlineData(80)]
    [InlineData(120)]
    public void Write_InSoManyColumns_IsNoWider(int width) =>
        Assert.All(TimelineText.Write(NamedProfile.Of(field => $"Company.Product.Subject.{field}Component.{field}Type.{field}MethodAsync"), top: 5, width).Split('\n'), line => Assert.InRange(line.Length, 0, width));

    [Fact]
    public void Write_OfNoWholeRoot_SaysSo() =>
        Assert.StartsWith("No request or other root was seen", TimelineText.Write(Shop.OnlyRoots(new Regex("nothing")), top: 5), StringComparison.Ordinal);
}
