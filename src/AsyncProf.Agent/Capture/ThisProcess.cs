using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AsyncProf.Capture;

/// <summary>What a recording says of the process it was made in.</summary>
internal static class ThisProcess
{
    /// <summary>The name of the process, without its path or arguments.</summary>
    public static string Name { get; } = ReadName();

    public static string Os { get; } = RuntimeInformation.OSDescription;

    public static string Arch { get; } = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    private static string ReadName()
    {
        using Process self = Process.GetCurrentProcess();
        string name = self.ProcessName;
        return name == "dotnet" ? System.Reflection.Assembly.GetEntryAssembly()?.GetName().Name ?? name : name;
    }
}
