using AsyncProf.Attribution;
using AsyncProf.Cli.Arguments;
using AsyncProf.Cli.Exporting;
using AsyncProf.Cli.Output;
using AsyncProf.Testing;

namespace AsyncProf.Cli.Tests.Arguments;

public sealed class ProfileFilesTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public static TheoryData<string> WrittenOnly => [.. ExportFormat.All.Append(ExportFormat.Spans).Where(format => format.Name != "pprof").Select(format => format.Extension)];

    public void Dispose() => _directory.Delete(recursive: true);

    /// <summary>Whoever exported something may ask for it back.</summary>
    [Theory]
    [MemberData(nameof(WrittenOnly))]
    public void Load_OfWhatExportWritesForOthers_SaysWhatToNameInstead(string extension)
    {
        string path = Path.Combine(_directory.FullName, "shop" + extension);
        File.WriteAllText(path, "{}");

        UserError error = Assert.Throws<UserError>(() => ProfileFiles.Load(path, Inference.All));

        Assert.Equal($"{path} is no profile that can be read: it is named like what asyncprof export writes for other tools. Name the recording or the profile (.nettrace, .pb.gz) that it was made of.", error.Message);
    }

    /// <summary>A name may be anything: what is in it counts.</summary>
    [Fact]
    public void Load_OfAProfileNamedOtherwise_ReadsIt()
    {
        string path = Path.Combine(_directory.FullName, "shop.html");
        var script = new ScriptedProfile();
        script.Root("GET /", 10, 1000);
        using (FileStream file = File.Create(path))
            script.Build().Save(file);

        Assert.Equal("GET /", Assert.Single(ProfileFiles.Load(path, Inference.All).Roots).Name);
    }
}
