using System.Globalization;
using System.Text.Json;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Exporters;

/// <summary>
/// Writes Chrome's trace event format for <see href="https://ui.perfetto.dev">Perfetto</see>: a process for each axis, in it a track for each root, on which
/// slices nest. All tracks begin at 0, and slices are laid out by size: a profile does not know the order of time.
/// </summary>
public static class Perfetto
{
    /// <summary>Writes a profile.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="output">Where it goes, as UTF-8.</param>
    public static void Write(AsyncProfile profile, Stream output)
    {
        ArgumentNullException.ThrowIfNull(profile);
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString("displayTimeUnit", "ns");
        json.WriteStartArray("traceEvents");
        int process = 0;
        foreach (ProfileAxis axis in (ProfileAxis[])[ProfileAxis.Elapsed, ProfileAxis.Task])
        {
            TreeMeasure measure = TreeMeasure.OfAxis(axis);
            WriteName(json, "process_name", ++process, 0, measure.Name);
            int track = 0;
            foreach (CallNode root in profile.Tree.Children.Where(root => measure.Total(root) > 0))
            {
                WriteName(json, "thread_name", process, ++track, NameText.Display(root.Frame));
                foreach (TreeSlice slice in TreeSlice.Of(root, measure).Where(slice => slice.Begins))
                    WriteSlice(json, slice, measure, axis, process, track);
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteName(Utf8JsonWriter json, string what, int process, int track, string name)
    {
        json.WriteStartObject();
        json.WriteString("ph", "M");
        json.WriteString("name", what);
        json.WriteNumber("pid", process);
        json.WriteNumber("tid", track);
        json.WriteStartObject("args");
        json.WriteString("name", name);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteSlice(Utf8JsonWriter json, TreeSlice slice, TreeMeasure measure, ProfileAxis axis, int process, int track)
    {
        TimeByState self = axis == ProfileAxis.Elapsed ? slice.Node.ElapsedSelf : slice.Node.TaskSelf;
        json.WriteStartObject();
        json.WriteString("ph", "X");
        json.WriteString("name", NameText.Display(slice.Node.Frame));
        json.WriteNumber("pid", process);
        json.WriteNumber("tid", track);
        WriteMicroseconds(json, "ts", slice.At);
        WriteMicroseconds(json, "dur", measure.Total(slice.Node));
        json.WriteStartObject("args");
        json.WriteNumber("calls", slice.Node.Calls);
        json.WriteNumber("selfRunningNs", self.RunningNs);
        json.WriteNumber("selfWaitingNs", self.WaitingNs);
        json.WriteNumber("selfReadyNs", self.ReadyNs);
        json.WriteNumber("selfBlockedNs", self.BlockedNs);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>The format's unit, to the nanosecond: as a floating-point number long traces would not nest.</summary>
    private static void WriteMicroseconds(Utf8JsonWriter json, string name, long ns)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(string.Create(CultureInfo.InvariantCulture, $"{ns / 1000}.{ns % 1000:000}"));
    }
}
