using System.Globalization;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Durations;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Renderers;

/// <summary>The orders in which methods can be listed: the keys of <c>--sort</c>.</summary>
internal static class MethodOrder
{
    private static readonly Dictionary<string, Func<MethodRow, long>> Keys = new(StringComparer.Ordinal)
    {
        ["self"] = row => row.TaskSelf.TotalNs,
        ["total"] = row => row.TaskTotalNs,
        ["elapsed"] = row => row.ElapsedSelf.TotalNs,
        ["elapsed-total"] = row => row.ElapsedTotalNs,
        ["running"] = row => row.TaskSelf.RunningNs,
        ["waiting"] = row => row.TaskSelf.WaitingNs,
        ["ready"] = row => row.TaskSelf.ReadyNs,
        ["blocked"] = row => row.TaskSelf.BlockedNs,
        ["calls"] = row => row.Calls,
        ["errors"] = row => row.Errors,
        ["wall"] = row => row.WallNs,
        ["percall"] = row => row.OutermostCalls == 0 ? 0 : row.WallNs / row.OutermostCalls,
        ["p50"] = row => row.P50Ns,
        ["p99"] = row => row.P99Ns,
        ["max"] = row => row.MaxNs,
        ["alloc"] = row => row.UsedSelf.AllocatedBytes,
        ["alloc-total"] = row => row.UsedTotal.AllocatedBytes,
        ["cpu"] = row => row.UsedSelf.CpuNs,
        ["cpu-total"] = row => row.UsedTotal.CpuNs,
        ["system"] = row => row.UsedSelf.SystemNs,
        ["preempted"] = row => row.UsedSelf.PreemptedNs,
    };

    /// <summary>The default: own time on the task axis.</summary>
    public const string Default = "self";

    /// <summary>All keys; <c>name</c> sorts by name, the others by their numbers, the largest first.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Keys.Keys, "name"];

    /// <summary>The column that shows what methods are sorted by; null where the table has it anyway.</summary>
    /// <param name="key">One of <see cref="All"/>.</param>
    public static (string Title, Func<MethodRow, string> Text)? Column(string key) => key switch
    {
        "running" or "waiting" or "ready" or "blocked" or "calls" or "percall" or "name" or "p99" => null,
        "errors" => ("errors", row => row.Errors.ToString(CultureInfo.InvariantCulture)),
        "alloc" or "alloc-total" => (key == "alloc" ? "alloc" : "alloc.tot", row => SizeText.Of(Keys[key](row))),
        "cpu-total" => ("cpu.tot", row => DurationText.Of(Keys[key](row))),
        "preempted" => ("preempt", row => DurationText.Of(Keys[key](row))),
        "elapsed-total" => ("elap.tot", row => DurationText.Of(Keys[key](row))),
        _ => (key, row => DurationText.Of(Keys[key](row))),
    };

    /// <summary>Whether a recording measured what methods are sorted by.</summary>
    /// <param name="key">One of <see cref="All"/>.</param>
    /// <param name="recording">The recording.</param>
    public static bool IsMeasured(string key, RecordingInfo recording) => !(IsOfAllocations(key) && recording.Allocated is null) && !(IsOfProcessors(key) && recording.Cpu is null);

    /// <summary>Whether methods are sorted by what they allocated.</summary>
    public static bool IsOfAllocations(string key) => key is "alloc" or "alloc-total";

    /// <summary>Whether methods are sorted by what they used of processors.</summary>
    public static bool IsOfProcessors(string key) => key is "cpu" or "cpu-total" or "system" or "preempted";

    /// <summary>Sorts methods; equal ones by name.</summary>
    /// <param name="methods">The methods.</param>
    /// <param name="key">One of <see cref="All"/>.</param>
    public static IReadOnlyList<MethodRow> Sort(IEnumerable<MethodRow> methods, string key) => key == "name"
        ? [.. methods.OrderBy(row => row.Method, StringComparer.Ordinal)]
        : [.. methods.OrderByDescending(Keys[key]).ThenBy(row => row.Method, StringComparer.Ordinal)];
}
