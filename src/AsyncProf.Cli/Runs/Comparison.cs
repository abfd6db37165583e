using AsyncProf.Cli.Output;

namespace AsyncProf.Cli.Runs;

/// <summary>What is done with the runs of two sides when they are there.</summary>
internal static class Comparison
{
    /// <summary>Compares two folders of runs; returns the exit code.</summary>
    public static int Run(CliConsole console, string baseFolder, string headFolder)
    {
        console.Errors.WriteLine($"To compare them: asyncprof diff {baseFolder} {headFolder}");
        return 0;
    }
}
