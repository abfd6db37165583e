using System.Diagnostics;

namespace AsyncProf.External.Tests.Profiles;

/// <summary>Go's own pprof.</summary>
internal static class GoPprof
{
    /// <summary>Runs it to its end, and returns what it printed.</summary>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        (int exit, string output, string errors) = await TryAsync(arguments);
        Assert.True(exit == 0, errors);
        return output;
    }

    /// <summary>Runs it to its end, whatever that is.</summary>
    public static async Task<(int Exit, string Output, string Errors)> TryAsync(params string[] arguments)
    {
        DirectoryInfo fetched = Directory.CreateTempSubdirectory("asyncprof-tests-"); // it keeps what it fetches
        try
        {
            var start = new ProcessStartInfo("go") { RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["PPROF_TMPDIR"] = fetched.FullName;
            foreach (string argument in (string[])["tool", "pprof", .. arguments])
                start.ArgumentList.Add(argument);
            using Process pprof = Process.Start(start)!;
            Task<string> errors = pprof.StandardError.ReadToEndAsync();
            string output = await pprof.StandardOutput.ReadToEndAsync();
            await pprof.WaitForExitAsync();
            return (pprof.ExitCode, output, await errors);
        }
        finally
        {
            fetched.Delete(recursive: true);
        }
    }
}
