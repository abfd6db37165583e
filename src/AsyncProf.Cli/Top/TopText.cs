using System.Globalization;
using AsyncProf.Live;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Durations;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Cli.Top;

/// <summary>The words around a live table, and its names. All of it can be written to a terminal as it is.</summary>
internal static class TopText
{
    private const int ShortestName = 8;

    /// <summary>A picture that is later than this was late for more than its way through the runtime's buffers.</summary>
    private static readonly TimeSpan UsualDelay = TimeSpan.FromSeconds(2);

    /// <summary>Which process, how it is looked at, and what that costs.</summary>
    /// <param name="options">What is looked at.</param>
    /// <param name="picture">What it does; null before the first.</param>
    public static string Process(LiveOptions options, LiveSnapshot? picture)
    {
        string process = PlainText.Printable($"{options.Process} ({options.Pid.ToString(CultureInfo.InvariantCulture)}){(options.Runtime.Length > 0 ? $"  .NET {options.Runtime}" : "")}  {options.Source}");
        if (picture is null)
            return process;
        RecordingInfo window = picture.Window.Recording;
        double seconds = Math.Max(window.DurationNs, 1) / 1e9;
        return string.Create(CultureInfo.InvariantCulture, $"{process}  {window.Events / seconds:N0} events/s  {Bytes(picture.State.WindowBytes / seconds)}/s  lost {picture.State.LostEvents:N0}");
    }

    /// <summary>What the process does.</summary>
    public static string Numbers(LiveSnapshot picture)
    {
        LiveState state = picture.State;
        string oldest = state.OpenRequests == 0 ? "" : $" (oldest {DurationText.Of(state.OldestRequestNs)})";
        string ready = state.Resumptions == 0 ? "" : $"  ready {DurationText.Of(state.ReadyMeanNs)} (p99 {DurationText.Of(state.ReadyP99Ns)})";
        string behind = state.BehindNs < UsualDelay.TotalNanoseconds ? "" : $"  {DurationText.Of(state.BehindNs)} BEHIND";
        return string.Create(CultureInfo.InvariantCulture, $"open: {state.OpenOperations:N0} operations, {state.OpenRequests:N0} requests{oldest}{ready}{behind}");
    }

    /// <summary>What of it is shown.</summary>
    public static string Chosen(TopView view, int chosen)
    {
        TopChoice choice = view.Choice;
        string span = view.Profile is not { } profile ? "" : choice.SinceStart ? $"  since start {DurationText.Of(profile.Recording.DurationNs)}" : $"  last {DurationText.Of(profile.Recording.DurationNs)}";
        string filter = choice.Filter.Length == 0 ? "" : $"  filter \"{PlainText.Printable(choice.Filter)}\"";
        string frameworks = choice.Page == TopPage.Methods && choice.FoldsFrameworks ? "  frameworks folded" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{(choice.Page == TopPage.Methods ? "methods" : "requests")}{span}  by {TopKeys.NameOf(choice.Sort)}  {chosen:N0} of {view.Count:N0}{filter}{frameworks}{(view.IsPaused ? "  PAUSED" : "")}");
    }

    /// <summary>A name in as many columns as there are: without its namespaces first, then without its beginning.</summary>
    public static string Name(TopRow row, int room)
    {
        room = Math.Max(ShortestName, room);
        string name = NameText.Fit(new Frame(row.Kind, row.Name, row.IsFramework) { Candidates = row.Candidates }, room);
        return name.Length <= room ? name : "…" + name[^(room - 1)..];
    }

    private static string Bytes(double bytes) => bytes switch
    {
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes:0} B"),
        < 1e6 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} KB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
    };
}
