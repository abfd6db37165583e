using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;

namespace AsyncProf.Benchmarks.Recording;

/// <summary>What today's tools record to show awaits: every event of the TPL with its stack, and samples.</summary>
internal static class VerboseTrace
{
    public static async Task RecordAsync(int pid, string file, TimeSpan length)
    {
        EventPipeProvider[] providers =
        [
            new("System.Threading.Tasks.TplEventSource", EventLevel.Verbose, 0x7F),
            new("Microsoft-DotNETCore-SampleProfiler", EventLevel.Informational),
            new("Microsoft-Windows-DotNETRuntime", EventLevel.Informational, 0x14C14FCCBD),
        ];
        using EventPipeSession session = await new DiagnosticsClient(pid).StartEventPipeSessionAsync(providers, requestRundown: true, circularBufferMB: 256);
        await using FileStream output = File.Create(file);
        Task copying = session.EventStream.CopyToAsync(output);
        await Task.Delay(length);
        await session.StopAsync(CancellationToken.None);
        await copying;
    }
}
