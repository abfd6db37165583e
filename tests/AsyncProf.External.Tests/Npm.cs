using System.Diagnostics;
using AsyncProf.Testing;

namespace AsyncProf.External.Tests;

/// <summary>The npm packages that <c>eng/ci-deps.sh</c> installs, and node to run them.</summary>
internal static class Npm
{
    /// <summary>Where the packages are.</summary>
    public static string Modules { get; } = Path.Combine(Repository.Root, "tests", "AsyncProf.External.Tests", "node_modules");

    /// <summary>Runs a script; returns what it says of errors, and nothing if there are none.</summary>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("node") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        using Process node = Process.Start(start)!;
        Task<string> output = node.StandardOutput.ReadToEndAsync();
        string errors = await node.StandardError.ReadToEndAsync();
        await node.WaitForExitAsync();
        await output;
        return node.ExitCode == 0 ? "" : $"{node.ExitCode}: {errors}";
    }
}
