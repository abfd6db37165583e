using System.Runtime.InteropServices;

namespace AsyncProf.Cli.Recording;

/// <summary>This tool as a program to start.</summary>
internal static class OwnProgram
{
    /// <summary>The command that lets launched processes run if this tool is killed.</summary>
    public const string Rescue = "rescue-launched";

    /// <summary>The words that run it: its own executable, or <c>dotnet</c> with its assembly.</summary>
    /// <param name="arguments">Its arguments.</param>
    public static string[] With(params string[] arguments)
    {
        string assembly = Path.Combine(AppContext.BaseDirectory, "asyncprof.dll");
        if (Environment.ProcessPath is { } program && Path.GetFileNameWithoutExtension(program) == "asyncprof")
            return [program, .. arguments];
        string shared = RuntimeEnvironment.GetRuntimeDirectory(); // dotnet/shared/Microsoft.NETCore.App/10.0.0
        string host = Path.GetFullPath(Path.Combine(shared, "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        return [File.Exists(host) ? host : "dotnet", assembly, .. arguments];
    }
}
