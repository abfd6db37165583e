using System.Diagnostics;
using AsyncProf.EndToEnd.Tests.Recording;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Pprof;
using AsyncProf.Testing;

namespace AsyncProf.EndToEnd.Tests.Sample;

/// <summary>The sample's sources, compiled with runtime-async and published with the runtime 11.0.0, and requests to it.</summary>
public sealed class RuntimeAsyncSample : SampleFixture
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    private string _program = "";

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    /// <summary>Runs the demonstration and reads the profile that it saves.</summary>
    public async Task<AsyncProfile> DemoAsync()
    {
        ProcessStartInfo start = SampleProcess.StartInfoOf(_program, "--demo");
        start.WorkingDirectory = _directory.FullName;
        using Process demo = Process.Start(start)!;
        string told = await demo.StandardOutput.ReadToEndAsync();
        await demo.WaitForExitAsync();
        Assert.True(demo.ExitCode == 0, told);
        return ProfileFile.Read(Path.Combine(_directory.FullName, "asyncprof-demo.pb.gz"));
    }

    protected override async Task<string> ProgramAsync()
    {
        string sources = Path.Combine(_directory.FullName, "source");
        PublishedPrograms.Copy(Path.Combine(Repository.Root, "samples/WebApi"), sources);
        await File.WriteAllTextAsync(Path.Combine(sources, "WebApi.csproj"), Project(Path.GetDirectoryName(SampleProcess.Program)!));
        return _program = await PublishedPrograms.PublishAsync(sources, Path.Combine(_directory.FullName, "out"), "WebApi", "net10.0", "Release", PublishedPrograms.WithRuntimeAsync);
    }

    /// <summary>The sample with what it was built with beside it, so that only its own sources are compiled.</summary>
    private static string Project(string built) => $"""
        <Project Sdk="Microsoft.NET.Sdk.Web">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <RootNamespace>Shop</RootNamespace>
          </PropertyGroup>
          <ItemGroup>
            <Reference Include="{built}/*.dll" Exclude="{built}/WebApi.dll" />
          </ItemGroup>
        </Project>
        """;
}
