using System.Diagnostics;
using System.Globalization;
using AsyncProf.Decoding;
using AsyncProf.Profiles;
using Microsoft.Diagnostics.Symbols;
using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Etlx;
using Microsoft.Diagnostics.Tracing.Stacks;

namespace AsyncProf.Benchmarks.Recording;

/// <summary>From a recording to times by method, ours and TraceEvent's: how long it takes, and how much memory. For <c>bench/reading.sh</c>, one process each.</summary>
internal static class ReadingTime
{
    public static void Print(string kind, string file)
    {
        long begin = Stopwatch.GetTimestamp();
        (long events, long written) = kind == "ours" ? Ours(file) : TraceLogs(file);
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        using Process self = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{events} {seconds:0.00} {self.PeakWorkingSet64 >> 20} {written >> 20}"));
    }

    /// <summary>Decoded, stitched, charged, and printed as a report.</summary>
    private static (long Events, long Written) Ours(string file)
    {
        AsyncProfile profile = NettraceProfile.Load(file);
        if (TextReport.Methods(profile).Length == 0)
            throw new InvalidOperationException("nothing to report");
        return (profile.Recording.Events, 0);
    }

    /// <summary>Converted to its log, and the thread times of tasks computed, which is what its viewers show.</summary>
    private static (long Events, long Written) TraceLogs(string file)
    {
        string etlx = TraceLog.CreateFromEventPipeDataFile(file, Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".etlx"));
        try
        {
            using var log = new TraceLog(etlx);
            using var symbols = new SymbolReader(TextWriter.Null);
            var stacks = new MutableTraceEventStackSource(log);
            new SampleProfilerThreadTimeComputer(log, symbols) { UseTasks = true }.GenerateThreadTimeStacks(stacks);
            double sum = 0;
            stacks.ForEach(sample => sum += sample.Metric);
            if (sum <= 0)
                throw new InvalidOperationException("nothing was computed");
            return (log.EventCount, new FileInfo(etlx).Length);
        }
        finally
        {
            File.Delete(etlx);
        }
    }
}
