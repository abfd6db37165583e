using System.Globalization;
using AsyncProf.Recording.Processes;

namespace AsyncProf.Analyzer.Tests.Recording;

/// <summary>What runs leave, and what a later one removes of it.</summary>
public sealed class RunFolderTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Create_ThenDispose_IsItsOwnersAloneAndGoesWithItsFiles()
    {
        var folder = RunFolder.Create();
        File.WriteAllText(Path.Combine(folder.Path, "port"), "");

        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.Path));
        Assert.NotNull(RunFolder.Of(folder.Path));
        Assert.InRange(Path.GetFileName(folder.Path).Length, 1, RunFolder.LongestName);
        folder.Dispose();
        Assert.False(Directory.Exists(folder.Path));
    }

    [Fact]
    public void RemoveAbandoned_FolderOfARunThatHasEnded_IsRemoved()
    {
        string abandoned = Make(NameOf(start: "1"));
        File.WriteAllText(Path.Combine(abandoned, "AsyncProf.Agent.dll"), "x");

        RunFolder.RemoveAbandoned(_directory.FullName);

        Assert.False(Directory.Exists(abandoned));
    }

    [Theory]
    [InlineData(true, true, false)]
    [InlineData(true, false, true)]
    [InlineData(false, false, false)]
    public void RemoveAbandoned_FilesCopiedForAProcess_GoWhenItHasAnsweredOrEnded(bool runs, bool hasAnswered, bool stays)
    {
        string abandoned = Make(NameOf(start: "1"));
        int process = runs ? Environment.ProcessId : int.MaxValue;
        File.WriteAllText(Path.Combine(abandoned, RunFolder.MarkOf(process.ToString(CultureInfo.InvariantCulture))), "");

        RunFolder.RemoveAbandoned(_directory.FullName, hasAnswered ? process : 0);

        Assert.Equal(stays, Directory.Exists(abandoned));
    }

    [Fact]
    public void RemoveAbandoned_FolderOfARunThatGoesOn_Stays()
    {
        string live = Make(RunFolder.NewName());

        RunFolder.RemoveAbandoned(_directory.FullName);

        Assert.True(Directory.Exists(live));
    }

    [Fact]
    public void RemoveAbandoned_FolderFromAnotherNamespaceOfProcesses_Stays()
    {
        string other = Make("asyncprof-1-1-1-abcdef");

        RunFolder.RemoveAbandoned(_directory.FullName);

        Assert.True(Directory.Exists(other));
    }

    [Fact]
    public void RemoveAbandoned_OtherThingsOfThatName_Stay()
    {
        string tests = Make("asyncprof-tests-abcdef"), file = Path.Combine(_directory.FullName, NameOf(start: "1"));
        File.WriteAllText(file, "x");

        RunFolder.RemoveAbandoned(_directory.FullName);

        Assert.True(Directory.Exists(tests));
        Assert.True(File.Exists(file));
    }

    [Fact]
    public void RemoveAbandoned_FolderWithSomethingElseInIt_LeavesAllOfItAlone()
    {
        string abandoned = Make(NameOf(start: "1")), precious = Path.Combine(abandoned, "shadow"), own = Path.Combine(abandoned, "port");
        File.WriteAllText(precious, "x");
        File.WriteAllText(own, "x");

        RunFolder.RemoveAbandoned(_directory.FullName);

        Assert.True(File.Exists(precious) && File.Exists(own));
    }

    [Fact]
    public void RemoveAbandoned_LinkInItsPlace_LeavesWhatItLeadsToAlone()
    {
        string elsewhere = Make("elsewhere"), precious = Path.Combine(elsewhere, "precious");
        File.WriteAllText(precious, "x");
        Directory.CreateSymbolicLink(Path.Combine(_directory.FullName, NameOf(start: "1")), elsewhere);

        RunFolder.RemoveAbandoned(_directory.FullName);

        Assert.True(File.Exists(precious));
    }

    [Fact]
    public void RemoveAbandoned_LinkInTheFolder_LeavesWhatItLeadsToAlone()
    {
        string precious = Path.Combine(Make("elsewhere"), "precious"), abandoned = Make(NameOf(start: "1"));
        File.WriteAllText(precious, "x");
        File.CreateSymbolicLink(Path.Combine(abandoned, "port"), precious);

        RunFolder.RemoveAbandoned(_directory.FullName);

        Assert.False(Directory.Exists(abandoned));
        Assert.True(File.Exists(precious));
    }

    /// <summary>Of our namespace and our id, by a process that started at another time.</summary>
    private static string NameOf(string start)
    {
        string[] parts = RunFolder.NewName().Split('-');
        parts[3] = start;
        return string.Join('-', parts);
    }

    private string Make(string name) => _directory.CreateSubdirectory(name).FullName;
}
