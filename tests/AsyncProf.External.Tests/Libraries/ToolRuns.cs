using System.Diagnostics;
using AsyncProf.Testing;

namespace AsyncProf.External.Tests.Libraries;

/// <summary>What the tools of other people are run on: always a copy.</summary>
internal static class ToolRuns
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>Copies the sources of this repository.</summary>
    /// <param name="folder">Where the copy goes.</param>
    public static string CopyOfSources(string folder)
    {
        string from = Path.Combine(Repository.Root, "src", "AsyncProf.Core"), to = Path.Combine(folder, "src");
        foreach (string file in Directory.EnumerateFiles(from, "*.cs", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(from, file)))
        {
            if (file.Split(Path.DirectorySeparatorChar) is var parts && (parts.Contains("obj") || parts.Contains("bin")))
                continue;
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(to, file))!);
            File.Copy(Path.Combine(from, file), Path.Combine(to, file));
        }

        return to;
    }

    /// <summary>Makes a program and a library that it uses, restored.</summary>
    /// <param name="folder">Where both go.</param>
    /// <returns>The program's project.</returns>
    public static async Task<string> NewProjectAsync(string folder)
    {
        await RunAsync(folder, "dotnet", "new", "classlib", "--name", "Shop.Core", "--no-restore");
        await RunAsync(folder, "dotnet", "new", "console", "--name", "Shop", "--no-restore");
        await RunAsync(folder, "dotnet", "add", "Shop", "reference", "Shop.Core");
        await RunAsync(folder, "dotnet", "restore", "Shop");
        return Path.Combine(folder, "Shop", "Shop.csproj");
    }

    /// <summary>Runs a program to its end, which has to be good.</summary>
    public static async Task RunAsync(string folder, string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string printed = await process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await process.WaitForExitAsync().WaitAsync(Patience);
        Assert.True(process.ExitCode == 0, printed + await errors);
    }
}
