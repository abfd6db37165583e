using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;
using AsyncProf.Testing;

namespace AsyncProf.Cli.Tests.Packages;

/// <summary>All packages as <c>dotnet pack</c> makes them, of what is built. Package validation runs with it.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public async Task InitializeAsync()
    {
        string configuration = Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))!);
        using Process dotnet = Process.Start(new ProcessStartInfo("dotnet", ["pack", Path.Combine(Repository.Root, "AsyncProf.sln"), "--no-build", "-c", configuration, "-o", _directory.FullName])
        {
            RedirectStandardOutput = true,
        })!;
        string output = await dotnet.StandardOutput.ReadToEndAsync();
        await dotnet.WaitForExitAsync();
        Assert.True(dotnet.ExitCode == 0, output);
        Assert.DoesNotContain("warning", output, StringComparison.Ordinal);
    }

    public Task DisposeAsync()
    {
        _directory.Delete(recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>The ids of the packages that were made.</summary>
    public IEnumerable<string> Ids => _directory.EnumerateFiles("*.nupkg").Select(file => string.Join('.', file.Name.Split('.')[..2]));

    /// <summary>Opens a package.</summary>
    public ZipArchive Open(string id) => ZipFile.OpenRead(Assert.Single(_directory.GetFiles($"{id}.*.nupkg")).FullName);

    /// <summary>Opens the package of its symbols.</summary>
    public ZipArchive OpenSymbols(string id) => ZipFile.OpenRead(Assert.Single(_directory.GetFiles($"{id}.*.snupkg")).FullName);

    /// <summary>What a package says of itself, by element.</summary>
    public Dictionary<string, XElement> Metadata(string id)
    {
        using ZipArchive package = Open(id);
        using Stream stream = package.Entries.Single(entry => entry.FullName == $"{id}.nuspec").Open();
        return XDocument.Load(stream).Root!.Elements().Single(element => element.Name.LocalName == "metadata").Elements().ToDictionary(element => element.Name.LocalName);
    }

    /// <summary>A file of a package as text.</summary>
    public string Text(string id, string path)
    {
        using ZipArchive package = Open(id);
        using var reader = new StreamReader((package.GetEntry(path) ?? throw new FileNotFoundException($"{id} has no {path}.")).Open());
        return reader.ReadToEnd();
    }
}
