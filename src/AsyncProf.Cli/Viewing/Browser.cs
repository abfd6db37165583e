using System.ComponentModel;
using System.Diagnostics;

namespace AsyncProf.Cli.Viewing;

/// <summary>The user's browser.</summary>
internal static class Browser
{
    /// <summary>
    /// Opens an address that is a secret. Command lines are everybody's to read, so the browser is given a page of its user's alone, which leads there; dispose it when the address is no
    /// longer served. Null where there is no browser: then the address that was printed is enough.
    /// </summary>
    public static IDisposable? Open(string address)
    {
        bool hasScreen = !OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable("DISPLAY") is not null || Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is not null;
        if (!hasScreen)
            return null;
        PrivatePage? page = null;
        try
        {
            page = PrivatePage.LeadingTo(address);
            using Process? browser = Process.Start(new ProcessStartInfo(page.Path) { UseShellExecute = true });
            return page;
        }
        catch (Exception exception) when (exception is Win32Exception or FileNotFoundException or IOException or UnauthorizedAccessException)
        {
            page?.Dispose(); // no browser is registered, or there is no room for the page
            return null;
        }
    }
}
