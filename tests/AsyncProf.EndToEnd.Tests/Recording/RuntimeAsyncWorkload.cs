using System.Diagnostics;
using AsyncProf.Testing;

namespace AsyncProf.EndToEnd.Tests.Recording;

/// <summary>The programs with known answers, compiled with runtime-async and published with the runtime 11.0.0: the same sources, without all that the repository's build adds.</summary>
public sealed class RuntimeAsyncWorkload : IAsyncLifetime
{
    private const string Name = "AsyncProf.Workload";

    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <OutputType>Exe</OutputType>
            <RuntimeFrameworkVersion>11.0.0</RuntimeFrameworkVersion>
            <Features>runtime-async=on</Features>
            <EnablePreviewFeatures>true</EnablePreviewFeatures>
            <NoWarn>SYSLIB5007</NoWarn>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
          </PropertyGroup>
        </Project>
        """;

    private const string Program = """
        using AsyncProf.Workload;

        OwnThread.Run(WarmUp.OnceAsync);
        OwnThread.Run(ProgramList.All[args[1]]);
        """;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    /// <summary>The program; its arguments are <c>run</c> and a name.</summary>
    public string Path => System.IO.Path.Combine(_directory.FullName, "out", Name);

    public async Task InitializeAsync()
    {
        string from = System.IO.Path.Combine(Repository.Root, "tests/programs", Name), to = _directory.CreateSubdirectory("source").FullName;
        foreach (string file in Directory.GetFiles(System.IO.Path.Combine(from, "Programs")).Concat(["OwnThread.cs", "WarmUp.cs", "ProgramList.cs"]))
            File.Copy(System.IO.Path.Combine(from, file), System.IO.Path.Combine(to, System.IO.Path.GetFileName(file)));
        await File.WriteAllTextAsync(System.IO.Path.Combine(to, Name + ".csproj"), Project);
        await File.WriteAllTextAsync(System.IO.Path.Combine(to, "Program.cs"), Program);
        using Process publish = Process.Start(new ProcessStartInfo("dotnet", ["publish", "-c", "Release", "--use-current-runtime", "--self-contained", "-o", "../out", "-nodeReuse:false", "-p:UseSharedCompilation=true"])
        {
            WorkingDirectory = to,
            RedirectStandardOutput = true,
        })!;
        string told = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        if (publish.ExitCode != 0)
            throw new InvalidOperationException(told);
    }

    public Task DisposeAsync()
    {
        _directory.Delete(recursive: true);
        return Task.CompletedTask;
    }
}
