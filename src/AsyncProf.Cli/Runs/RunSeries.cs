using System.Globalization;
using System.Runtime.InteropServices;
using AsyncProf.Cli.Output;
using AsyncProf.Cli.Recording;
using AsyncProf.Recording;

namespace AsyncProf.Cli.Runs;

/// <summary>Runs commands one after the other, records each run, and keeps those that count.</summary>
/// <param name="sides">The commands.</param>
/// <param name="count">How often each runs.</param>
/// <param name="console">Where progress is told.</param>
internal sealed class RunSeries(IReadOnlyList<RunSide> sides, RunCount count, CliConsole console)
{
    private const int OfSignals = 128; // as shells have it

    /// <summary>Runs all; returns 0, or why that could not be: the exit code of a command that failed, or the number of a signal and 128.</summary>
    /// <exception cref="UserError">A run could not be recorded.</exception>
    public async Task<int> RunAsync(StopSignals signals)
    {
        MadeFolder[] folders = [.. sides.Select(side => side.Files.Folder).OfType<string>().Where(folder => folder.Length > 0).Select(folder => new MadeFolder(folder))];
        try
        {
            foreach (RunStep step in RunOrder.Of(sides, count))
            {
                console.Tell(step.Title);
                int code = await RunAsync(step, signals);
                if (signals.First is { } signal)
                    return Stopped(signal);
                if (code != 0)
                    return code;
            }

            console.Tell(Kept());
            return 0;
        }
        finally
        {
            foreach (MadeFolder folder in folders.Reverse())
                folder.Dispose();
        }
    }

    private async Task<int> RunAsync(RunStep step, StopSignals signals)
    {
        RecordRequest request = step.Side.Request with { IsOneRun = true, Output = step.Side.Files.Temporary() };
        try
        {
            int code = await LaunchJob.RunAsync(request, new RecordJob(request, console), signals);
            if (signals.First is not null)
                return code; // the command was told to end as well, and half a run is none
            if (code != 0)
                console.Say(string.Create(CultureInfo.InvariantCulture, $"{Failed(step)}: {request.Command[0]} ended with code {code}. {Kept()}"));
            else if (!step.IsWarmup)
                step.Side.Files.Keep(step.Number, request.Output, request.IsRedacted, request.Inference);
            return code;
        }
        catch (Exception exception) when (exception is RecordingException or UserError or IOException)
        {
            throw new UserError($"{Failed(step)}: {exception.Message} {Kept()}", UserError.NotLaunched);
        }
        finally
        {
            File.Delete(request.Output);
        }
    }

    private int Stopped(PosixSignal signal)
    {
        console.Say($"Stopped. {Kept()}");
        return OfSignals + StopSignals.NumberOf(signal);
    }

    private static string Failed(RunStep step) => $"{char.ToUpperInvariant(step.Title[0])}{step.Title.AsSpan(1)} failed";

    private string Kept()
    {
        RunSide[] kept = [.. sides.Where(side => side.Files.Kept > 0)];
        return kept.Length == 0
            ? "No run was kept."
            : string.Create(CultureInfo.InvariantCulture, $"Kept {kept.Sum(side => side.Files.Kept)} of {sides.Count * count.Runs} runs: {string.Join(" and ", kept.Select(side => side.Files.Pattern))}");
    }
}
