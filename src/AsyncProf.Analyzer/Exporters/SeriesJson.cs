using System.Text.Json;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Exporters;

/// <summary>What a recording knows of each second, as a report in JSON holds it.</summary>
internal static class SeriesJson
{
    /// <summary>Writes the property <c>series</c>, null where the profile has none.</summary>
    public static void Write(Utf8JsonWriter json, AsyncProfile profile)
    {
        if (profile.Data.Timeline?.Series is not { } series)
        {
            json.WriteNull("series");
            return;
        }

        json.WriteStartObject("series");
        json.WriteNumber("stepNs", series.StepNs);
        json.WriteNumber("steps", series.Steps);
        json.WriteStartArray("measures");
        foreach (MeasuredValues values in series.Measures)
            WriteMeasure(json, series, values);
        json.WriteEndArray();
        WritePauses(json, series);
        json.WriteStartArray("stacks");
        foreach (IReadOnlyList<Frame> stack in series.Stacks)
        {
            json.WriteStartArray();
            foreach (Frame frame in stack)
                json.WriteStringValue(NameText.Display(frame));
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartArray("byStep");
        for (int step = 0; step < series.ByStep.Count; step++)
        {
            if (series.ByStep[step].Count > 0)
                WriteStep(json, step * series.StepNs, series.ByStep[step]);
        }

        json.WriteEndArray();
        json.WriteStartArray("gpuEstimate");
        foreach (GpuShare share in GpuShares.Of(series))
        {
            json.WriteStartObject();
            json.WriteNumber("stack", share.Stack);
            json.WriteNumber("gpuNs", share.GpuNs);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteMeasure(Utf8JsonWriter json, TimeSeries series, MeasuredValues values)
    {
        json.WriteStartObject();
        json.WriteString("name", SeriesMeasures.IdOf(values.Measure));
        json.WriteString("unit", SeriesMeasures.IdOf(SeriesMeasures.UnitOf(values.Measure)));
        json.WriteNumber("min", SeriesMeasures.Rounded(values.Known.DefaultIfEmpty(0).Min()));
        json.WriteNumber("average", SeriesMeasures.Rounded(values.Known.DefaultIfEmpty(0).Average()));
        json.WriteNumber("max", SeriesMeasures.Rounded(values.Known.DefaultIfEmpty(0).Max()));
        json.WriteNumber("peakNs", Math.Max(0, values.PeakStep) * series.StepNs);
        values.WriteValues(json);
        json.WriteEndObject();
    }

    private static void WritePauses(Utf8JsonWriter json, TimeSeries series)
    {
        json.WriteStartObject("gc");
        json.WriteNumber("pauses", series.PauseCount);
        json.WriteNumber("pausedNs", series.PausedNs);
        json.WriteNumber("longestNs", series.Pauses.Count == 0 ? 0 : series.Pauses.Max(pause => pause.Ns));
        json.WriteStartArray("longest");
        foreach (GcPause pause in series.Pauses)
        {
            json.WriteStartObject();
            json.WriteNumber("fromNs", pause.FromNs);
            json.WriteNumber("ns", pause.Ns);
            if (pause.Generation < 0)
                json.WriteNull("generation");
            else
                json.WriteNumber("generation", pause.Generation);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteStep(Utf8JsonWriter json, long fromNs, IReadOnlyList<StackShare> shares)
    {
        json.WriteStartObject();
        json.WriteNumber("fromNs", fromNs);
        json.WriteStartArray("stacks");
        foreach (StackShare share in shares)
        {
            json.WriteStartObject();
            json.WriteNumber("stack", share.Stack);
            json.WriteNumber("runningNs", share.Time.RunningNs);
            json.WriteNumber("waitingNs", share.Time.WaitingNs);
            json.WriteNumber("readyNs", share.Time.ReadyNs);
            json.WriteNumber("blockedNs", share.Time.BlockedNs);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
