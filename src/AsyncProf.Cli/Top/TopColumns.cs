using System.Globalization;
using AsyncProf.Profiles.Durations;

namespace AsyncProf.Cli.Top;

/// <summary>The columns of each page.</summary>
internal static class TopColumns
{
    /// <summary>How wide each is, without the space behind it: a duration with its unit.</summary>
    public const int Width = 7;

    private static readonly TopColumn[] Methods =
    [
        new("elapsed", TopSort.Elapsed, row => DurationText.Of(row.ElapsedNs)),
        new("running", TopSort.Running, row => DurationText.Of(row.Elapsed.RunningNs)),
        new("waiting", TopSort.Waiting, row => DurationText.Of(row.Elapsed.WaitingNs)),
        new("ready", TopSort.Ready, row => DurationText.Of(row.Elapsed.ReadyNs)),
        new("blocked", TopSort.Blocked, row => DurationText.Of(row.Elapsed.BlockedNs)),
        new("calls/s", TopSort.Calls, row => Rate(row.CallsPerSecond)),
        new("p99", TopSort.P99, row => Duration(row, row.P99Ns)),
    ];

    private static readonly TopColumn[] Requests =
    [
        new("count/s", TopSort.Calls, row => Rate(row.CallsPerSecond)),
        new("p50", TopSort.P50, row => Duration(row, row.P50Ns)),
        new("p99", TopSort.P99, row => Duration(row, row.P99Ns)),
        new("max", null, row => Duration(row, row.MaxNs)),
        new("elapsed", TopSort.Elapsed, row => DurationText.Of(row.ElapsedNs)),
    ];

    /// <summary>Those of a page, from the left.</summary>
    public static IReadOnlyList<TopColumn> Of(TopPage page) => page == TopPage.Methods ? Methods : Requests;

    /// <summary>What stands above the names.</summary>
    public static string NameTitle(TopPage page) => page == TopPage.Methods ? "method" : "request";

    /// <summary>Whether a page can be sorted by something.</summary>
    public static bool Has(TopPage page, TopSort sort) => Of(page).Any(column => column.Sort == sort);

    /// <summary>A rate: three digits, as durations have.</summary>
    public static string Rate(double perSecond) => perSecond == 0 ? "0" : ThreeDigits.Of(perSecond);

    private static string Duration(TopRow row, long ns) => row.HasEnded ? DurationText.Of(ns) : "-";
}
