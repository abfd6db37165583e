using AsyncProf.Fleets.Folders;

namespace AsyncProf.Analyzer.Tests.Fleets.Folders;

public class FolderWalkTests
{
    [Fact]
    public void FilesIn_FoldersThatCannotBeRead_ReadsTheOthersAndCountsThem()
    {
        var walk = new FolderWalk(folder => folder.Name switch
        {
            "top" => [new DirectoryInfo("top/closed"), new FileInfo("top/a"), new DirectoryInfo("top/torn"), new FileInfo("top/b")],
            "torn" => Torn(),
            _ => throw new UnauthorizedAccessException(),
        });

        Assert.Equal(["a", "b", "c"], walk.FilesIn("top").Select(Path.GetFileName));
        Assert.Equal(" Folders are left out: 2 could not be read.", walk.LeftOut);

        static IEnumerable<FileSystemInfo> Torn()
        {
            yield return new FileInfo("top/torn/c");
            throw new IOException();
        }
    }
}
