using System.Text.RegularExpressions;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Transforms;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Core.Tests.Profiles.Transforms;

/// <summary>What becomes of the seconds of a profile when it is filtered, renamed, folded or added to another.</summary>
public class SeriesChangeTests
{
    private static AsyncProfile Shop => Playback.Of(s => s.Method("Main", [
        new Step.Start(s.Method("Shop.Read", [new Step.Await(s.Method("System.Inner", [new Step.Await(s.Delay(300)), new Step.Burn(100)]))])),
        new Step.Start(s.Method("Shop.Write", [new Step.Await(s.Delay(400))])),
        new Step.Burn(1)])).Profile;

    [Fact]
    public void OnlyRoots_OfAName_KeepsItsStacksAndNotTheSumsOfAll()
    {
        TimeSeries series = Of(Shop.OnlyRoots(new Regex("Write")));

        Assert.All(series.Stacks, stack => Assert.Equal("Shop.Write", stack[0].Name));
        Assert.NotEmpty(series.ByStep[0]);
        Assert.DoesNotContain(series.Measures, values => SeriesMeasures.IsOfTrees(values.Measure));
    }

    [Fact]
    public void Strip_OfStacks_RenamesThemAndKeepsTheirTime()
    {
        AsyncProfile stripped = Playback.Of(s => s.Method("One.Shop.Read", [new Step.Await(s.Delay(300))])).Profile.Strip();

        Assert.Contains(Of(stripped).Stacks, stack => stack[0].Name == "Shop.Read");
        Assert.Equal(300, Of(stripped).ByStep[0].Sum(share => share.Time.WaitingNs) / 1_000_000);
    }

    [Fact]
    public void Hide_AMethodInAStack_EndsItThere()
    {
        TimeSeries before = Of(Shop), series = Of(Shop.Hide(new Regex("Inner")));

        Assert.DoesNotContain(series.Stacks.SelectMany(stack => stack), frame => frame is { Kind: FrameKind.Method, Name: "System.Inner" });
        Assert.Contains(series.Stacks, stack => stack.Count == 2 && stack[0].Name == "Shop.Read" && stack[1].Kind == FrameKind.Leaf);
        Assert.Equal(Total(before), Total(series));
    }

    [Fact]
    public void Merge_OfTwo_LaysTheirSecondsOneBehindTheOther()
    {
        AsyncProfile slow = Playback.Of(s => s.Method("Slow", [new Step.Await(s.Delay(2_999))])).Profile;

        TimeSeries series = Of(AsyncProfile.Merge([slow, Shop]));

        Assert.Equal(4, series.Steps);
        Assert.Equal(["Slow"], series.ByStep[1].Select(share => series.Stacks[share.Stack][0].Name));
        Assert.Contains(series.ByStep[3], share => series.Stacks[share.Stack][0].Name == "Shop.Read");
        Assert.Equal(Total(Of(slow)) + Total(Of(Shop)), Total(series));
    }

    private static TimeSeries Of(AsyncProfile profile) => profile.Data.Timeline!.Series!;

    private static TimeByState Total(TimeSeries series) => series.ByStep.SelectMany(step => step).Aggregate(default(TimeByState), (sum, share) => sum + share.Time);
}
