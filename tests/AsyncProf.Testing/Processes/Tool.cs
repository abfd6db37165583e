using System.Diagnostics;
using System.Globalization;

namespace AsyncProf.Testing.Processes;

/// <summary>The tool as a process, as a user runs it.</summary>
public static class Tool
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(300);

    /// <summary>It lies beside the tests that reference its project.</summary>
    public static string Assembly { get; } = Path.Combine(AppContext.BaseDirectory, "asyncprof.dll");

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using Process tool = Start(arguments);
        Task<string> errors = tool.StandardError.ReadToEndAsync();
        string output = await tool.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await tool.WaitForExitAsync().WaitAsync(Patience);
        return (tool.ExitCode, output, await errors);
    }

    /// <summary>Starts it.</summary>
    public static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo("dotnet", [Assembly, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    /// <summary>Sends a signal.</summary>
    public static async Task SignalAsync(string signal, int pid)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", pid.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
