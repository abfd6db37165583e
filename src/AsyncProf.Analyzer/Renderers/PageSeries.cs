using System.Text.Json;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Renderers;

/// <summary>What a process took over time as the page's script reads it.</summary>
internal static class PageSeries
{
    /// <summary>Writes it; nothing where there is none.</summary>
    public static void Write(Utf8JsonWriter json, TimeSeries? series, PageFrames frames)
    {
        if (series is not { Measures.Count: > 0 })
            return;
        json.WriteStartObject("series");
        json.WriteNumber("step", series.StepNs);
        json.WriteNumber("steps", series.Steps);
        json.WriteString("memory", series.Memory is { } memory ? SeriesMeasures.LabelOf(memory.Measure) : "");
        json.WriteStartArray("measures");
        foreach (MeasuredValues values in series.Measures)
        {
            json.WriteStartObject();
            json.WriteString("name", SeriesMeasures.LabelOf(values.Measure));
            json.WriteString("unit", SeriesMeasures.IdOf(SeriesMeasures.UnitOf(values.Measure)));
            values.WriteValues(json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("pauses");
        PageData.WriteNumbers(json, "from", series.Pauses.Select(pause => pause.FromNs));
        PageData.WriteNumbers(json, "length", series.Pauses.Select(pause => pause.Ns));
        PageData.WriteNumbers(json, "generation", series.Pauses.Select(pause => (long)pause.Generation));
        json.WriteEndObject();
        json.WriteStartArray("stacks");
        foreach (IReadOnlyList<Frame> stack in series.Stacks)
        {
            json.WriteStartArray();
            foreach (Frame frame in stack)
                json.WriteNumberValue(frames.IdOf(frame));
            json.WriteEndArray();
        }

        json.WriteEndArray();
        PageData.WriteNumbers(json, "count", series.ByStep.Select(step => (long)step.Count));
        PageData.WriteNumbers(json, "stack", series.ByStep.SelectMany(step => step.Select(share => (long)share.Stack)));
        PageData.WriteNumbers(json, "time", series.ByStep.SelectMany(step => step.SelectMany(share => PageData.States(share.Time))));
        json.WriteEndObject();
    }
}
