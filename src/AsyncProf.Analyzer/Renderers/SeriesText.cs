using System.Globalization;
using System.Text;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Durations;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Renderers;

/// <summary>What a process took over time as plain text: a line of bars for each measure, and what ran and waited while it took most memory.</summary>
internal static class SeriesText
{
    private const int Name = 18, Numbers = 44, LeastBars = 10, MostBars = 100, ShareColumns = 40, GpuColumns = 10, MostGpus = 10;

    /// <summary>A stack that takes no more of its step is not told.</summary>
    private const double LeastShare = 0.001;

    /// <summary>The series of a profile; empty where there is none.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="width">How many columns there are.</param>
    public static string Write(AsyncProfile profile, int width)
    {
        if (profile.Data.Timeline?.Series is not { Measures.Count: > 0 } series)
            return "";
        var text = new StringBuilder();
        int bars = Math.Clamp(width - Name - Numbers, LeastBars, MostBars);
        PlainText.Line(text, $"{Head(series).PadRight(Name + bars)} {"least",10} {"average",10} {"most",10} {"peak at",9}");
        var nothing = new List<string>();
        foreach (MeasuredValues values in series.Measures)
        {
            if (values.Known.DefaultIfEmpty(0).Max() <= 0)
                nothing.Add(SeriesMeasures.LabelOf(values.Measure));
            else
                Write(text, series, values, bars);
        }

        if (nothing.Count > 0)
            PlainText.Line(text, $"Nothing at any time: ", string.Join(", ", nothing), width);
        WritePauses(text, series);
        WritePeak(text, series, width);
        WriteGpus(text, series, width);
        return text.Append('\n').ToString();
    }

    private static string Head(TimeSeries series) => series.StepNs == TimeSeries.Second ? "each second" : string.Create(CultureInfo.InvariantCulture, $"each {series.StepNs / TimeSeries.Second} s");

    private static void Write(StringBuilder text, TimeSeries series, MeasuredValues values, int bars)
    {
        SeriesUnit unit = SeriesMeasures.UnitOf(values.Measure);
        PlainText.Line(
            text,
            $"{SeriesMeasures.LabelOf(values.Measure),-Name}{Sparkline.Of(values.Values, bars).PadRight(bars)} {MeasureText.Of(values.Known.Min(), unit),10} {MeasureText.Of(values.Known.Average(), unit),10} {MeasureText.Of(values.Known.Max(), unit),10} {At(series, values.PeakStep),9}");
    }

    private static string At(TimeSeries series, int step) => string.Create(CultureInfo.InvariantCulture, $"{step * (series.StepNs / TimeSeries.Second)} s");

    private static void WritePauses(StringBuilder text, TimeSeries series)
    {
        if (series.Pauses.Count == 0)
            return;
        GcPause longest = series.Pauses.MaxBy(pause => pause.Ns);
        string generation = longest.Generation < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", generation {longest.Generation}");
        PlainText.Line(text, $"Paused for GC {(series.PauseCount == 1 ? "once" : string.Create(CultureInfo.InvariantCulture, $"{series.PauseCount} times"))}, {DurationText.Of(series.PausedNs)}; longest {DurationText.Of(longest.Ns)}, at {DurationText.Of(longest.FromNs)}{generation}");
    }

    private static void WritePeak(StringBuilder text, TimeSeries series, int width)
    {
        if (series.Memory is not { PeakStep: >= 0 and var peak } memory)
            return;
        text.Append('\n');
        PlainText.Line(text, $"Most memory at {At(series, peak)}: {SeriesMeasures.LabelOf(memory.Measure)} {MeasureText.Of(memory.Values[peak], SeriesUnit.Bytes)}. What ran and waited then:");
        StackShare[] shares = peak < series.ByStep.Count ? [.. series.ByStep[peak].Where(share => share.Time.TotalNs > series.StepNs * LeastShare)] : [];
        if (shares.Length == 0)
            PlainText.Line(text, $"  no operation that is known");
        else
            PlainText.Line(text, $"{"running",9} {"waiting",9} {"ready",9} {"blocked",9} stack");
        foreach (StackShare share in shares)
            PlainText.Line(text, $"{Cell(share.Time.RunningNs),9} {Cell(share.Time.WaitingNs),9} {Cell(share.Time.ReadyNs),9} {Cell(share.Time.BlockedNs),9} {StackText.Of(series.Stacks[share.Stack], width - ShareColumns)}");
    }

    private static void WriteGpus(StringBuilder text, TimeSeries series, int width)
    {
        IReadOnlyList<GpuShare> shares = GpuShares.Of(series);
        if (shares.Count == 0)
            return;
        PlainText.Line(text, $"\nGPU by logical stack: an estimate, by who ran and waited in each second.");
        PlainText.Line(text, $"{"GPU",9} stack");
        foreach (GpuShare share in shares.Take(MostGpus))
            PlainText.Line(text, $"{DurationText.Of(share.GpuNs),9} {StackText.Of(series.Stacks[share.Stack], width - GpuColumns)}");
    }

    private static string Cell(long ns) => ns == 0 ? "" : DurationText.Of(ns);
}
