using System.Diagnostics;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Pprof;
using AsyncProf.Testing;

namespace AsyncProf.EndToEnd.Tests.Sample;

/// <summary>The sample's sources, compiled with runtime-async and published with the runtime 11.0.0, and requests to it.</summary>
public sealed class RuntimeAsyncSample : SampleFixture
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    /// <summary>The program.</summary>
    public string Path => System.IO.Path.Combine(_directory.FullName, "out", "WebApi");

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    /// <summary>Runs the demonstration and reads the profile that it saves.</summary>
    public async Task<AsyncProfile> DemoAsync()
    {
        ProcessStartInfo start = SampleProcess.StartInfoOf(Path, "--demo");
        start.WorkingDirectory = _directory.FullName;
        await RunAsync(start);
        return ProfileFile.Read(System.IO.Path.Combine(_directory.FullName, "asyncprof-demo.pb.gz"));
    }

    protected override async Task<string> ProgramAsync()
    {
        string from = System.IO.Path.Combine(Repository.Root, "samples/WebApi"), to = _directory.CreateSubdirectory("source").FullName;
        foreach (string file in Directory.GetFiles(from, "*.cs", SearchOption.AllDirectories).Where(file => !System.IO.Path.GetRelativePath(from, file).StartsWith("obj", StringComparison.Ordinal)))
        {
            string copy = System.IO.Path.Combine(to, System.IO.Path.GetRelativePath(from, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        await File.WriteAllTextAsync(System.IO.Path.Combine(to, "WebApi.csproj"), Project(System.IO.Path.GetDirectoryName(SampleProcess.Program)!));
        await RunAsync(new ProcessStartInfo("dotnet", ["publish", "-c", "Release", "--use-current-runtime", "--self-contained", "-o", "../out", "-nodeReuse:false", "-p:UseSharedCompilation=true"]) { WorkingDirectory = to });
        return Path;
    }

    /// <summary>The sample with what it was built with beside it, so that only its own sources are compiled.</summary>
    private static string Project(string built) => $"""
        <Project Sdk="Microsoft.NET.Sdk.Web">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <RootNamespace>Shop</RootNamespace>
            <RuntimeFrameworkVersion>11.0.0</RuntimeFrameworkVersion>
            <Features>runtime-async=on</Features>
            <EnablePreviewFeatures>true</EnablePreviewFeatures>
            <NoWarn>SYSLIB5007</NoWarn>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
          </PropertyGroup>
          <ItemGroup>
            <Reference Include="{built}/*.dll" Exclude="{built}/WebApi.dll" />
          </ItemGroup>
        </Project>
        """;

    private static async Task RunAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        using Process program = Process.Start(start)!;
        string told = await program.StandardOutput.ReadToEndAsync();
        await program.WaitForExitAsync();
        if (program.ExitCode != 0)
            throw new InvalidOperationException(told);
    }
}
