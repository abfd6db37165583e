using AsyncProf.Cli.Output;

namespace AsyncProf.Cli.Tests.Output;

public sealed class MadeFolderTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Dispose_OfAFolderThatStayedEmpty_RemovesWhatItMade()
    {
        new MadeFolder(In("a/b/")).Dispose();

        Assert.Empty(_directory.GetFileSystemInfos());
    }

    [Fact]
    public void Dispose_OfAFolderWithAFile_LeavesIt()
    {
        using (new MadeFolder(In("a/b")))
            File.WriteAllText(In("a/b/x"), "x");

        Assert.True(File.Exists(In("a/b/x")));
    }

    [Fact]
    public void Dispose_OfAFolderThatWasThere_LeavesIt()
    {
        _directory.CreateSubdirectory("a");

        new MadeFolder(In("a")).Dispose();

        Assert.True(Directory.Exists(In("a")));
    }

    [Fact]
    public void New_WhereAFileIs_SaysSo()
    {
        File.WriteAllText(In("a"), "x");

        Assert.StartsWith($"{In("a")} cannot be written", Assert.Throws<UserError>(() => new MadeFolder(In("a"))).Message, StringComparison.Ordinal);
    }

    private string In(string name) => Path.Combine(_directory.FullName, name);
}
