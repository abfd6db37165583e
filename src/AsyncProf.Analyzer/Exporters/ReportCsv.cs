using System.Globalization;
using System.Text;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Pprof;

namespace AsyncProf.Exporters;

/// <summary>Writes the methods as comma-separated values, RFC 4180. A field that a spreadsheet would take for a formula begins with a quote.</summary>
public static class ReportCsv
{
    /// <summary>Writes the rows below their headings.</summary>
    /// <param name="methods">The methods.</param>
    public static string Write(IEnumerable<MethodRow> methods)
    {
        var text = new StringBuilder("method,kind,calls,outermostCalls,errors,canceled,wallNs,p50Ns,p99Ns,maxNs,"
            + "elapsedSelfNs,elapsedTotalNs,elapsedRunningNs,elapsedBlockedNs,elapsedReadyNs,elapsedWaitingNs,"
            + "taskSelfNs,taskTotalNs,taskRunningNs,taskBlockedNs,taskReadyNs,taskWaitingNs,allocatedSelfBytes,allocatedTotalBytes,cpuSelfNs,cpuTotalNs,systemSelfNs,systemTotalNs,preemptedSelfNs,preemptedTotalNs\r\n");
        foreach (MethodRow row in methods)
        {
            text.Append(CsvField.Of(row.Method)).Append(CultureInfo.InvariantCulture, $",{TreeJson.KindOf(row.Kind)},{row.Calls},{row.OutermostCalls},{row.Errors},{row.Canceled},{row.WallNs},{row.P50Ns},{row.P99Ns},{row.MaxNs}");
            Axis(row.ElapsedSelf, row.ElapsedTotalNs);
            Axis(row.TaskSelf, row.TaskTotalNs);
            (ResourceUse self, ResourceUse total) = (row.UsedSelf, row.UsedTotal);
            text.Append(CultureInfo.InvariantCulture, $",{self.AllocatedBytes},{total.AllocatedBytes},{self.CpuNs},{total.CpuNs},{self.SystemNs},{total.SystemNs},{self.PreemptedNs},{total.PreemptedNs}");
            text.Append("\r\n");
        }

        return text.ToString();

        void Axis(TimeByState self, long total) =>
            text.Append(CultureInfo.InvariantCulture, $",{self.TotalNs},{total},{self.RunningNs},{self.BlockedNs},{self.ReadyNs},{self.WaitingNs}");
    }
}
