using AsyncProf.Cli.Arguments;
using AsyncProf.Cli.Output;
using AsyncProf.Cli.Recording;

namespace AsyncProf.Cli.Runs;

/// <summary>Runs two commands in turns, and has their runs compared.</summary>
internal static class CompareJob
{
    /// <summary>Runs and compares; returns the exit code of the comparison.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="console">Where progress is told.</param>
    /// <param name="compare">Compares the folders of base and head, and may write beside them into a third.</param>
    /// <exception cref="UserError">The runs cannot be written, or one could not be recorded.</exception>
    public static async Task<int> RunAsync(CompareRequest request, CliConsole console, Func<string, string, string, int> compare)
    {
        string folder = request.Output ?? RecordFiles.NameOf("compare"), baseFolder = Path.Combine(folder, "base"), headFolder = Path.Combine(folder, "head");
        RunSide[] sides = [Side("base", request.Base, baseFolder), Side("head", request.Head, headFolder)];
        using (var signals = new StopSignals())
        {
            int code = await new RunSeries(sides, request.Count, console).RunAsync(signals);
            if (code != 0)
                return signals.First is null ? UserError.NotLaunched : code; // a command's own code would read as the result of the comparison
        }

        return compare(baseFolder, headFolder, folder);

        RunSide Side(string name, IReadOnlyList<string> command, string place)
        {
            var files = RunFiles.In(place, request.Count.Runs, request.Force);
            if (files.Others() is [var other, ..])
                throw new UserError($"{Path.Combine(place, other)} would be compared as if it were a run of {name}: remove it, or name another folder.");
            return new RunSide(name, new RecordRequest(null, null, command, null, request.Force, request.Duration, request.Source, Subprocesses: false, TakesSamples: true)
            {
                CommandOutput = console.ErrorBytes.Value,
                IsRedacted = request.IsRedacted,
                Inference = request.Inference,
                Wishes = request.Wishes,
            }, files);
        }
    }
}
