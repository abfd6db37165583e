using System.ComponentModel;
using System.Diagnostics;

namespace AsyncProf.Cli.Viewing;

/// <summary>The user's browser.</summary>
internal static class Browser
{
    /// <summary>Opens an address. Where there is no browser, the address that was printed is enough.</summary>
    public static void Open(string address)
    {
        bool hasScreen = !OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable("DISPLAY") is not null || Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is not null;
        if (!hasScreen)
            return;
        try
        {
            using Process? browser = Process.Start(new ProcessStartInfo(address) { UseShellExecute = true });
        }
        catch (Exception exception) when (exception is Win32Exception or FileNotFoundException)
        {
            // None is registered.
        }
    }
}
