using AsyncProf.Heap;
using AsyncProf.Heap.Reading;

namespace AsyncProf.Analyzer.Tests.Heap.Reading;

/// <summary>Whose native code is loaded into this process.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class DebuggingLibraryTests : IDisposable
{
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Beside_ALibraryOfOurs_IsIt()
    {
        string path = Library();

        Assert.Equal(path, DebuggingLibrary.Beside(Path.Combine(_directory.FullName, "libcoreclr.so"), pid: 0));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Beside_WhatOthersCanChange_IsRefused(bool isFolder)
    {
        string path = Library();
        File.SetUnixFileMode(isFolder ? _directory.FullName : path, Own | UnixFileMode.OtherWrite);

        HeapException refused = Assert.Throws<HeapException>(() => DebuggingLibrary.Beside(Path.Combine(_directory.FullName, "libcoreclr.so"), pid: 0));

        Assert.Contains("others may change it", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Beside_NoLibrary_SaysWhatToDo()
    {
        HeapException missing = Assert.Throws<HeapException>(() => DebuggingLibrary.Beside(Path.Combine(_directory.FullName, "libcoreclr.so"), pid: 0));

        Assert.Contains("There is no libmscordaccore.so beside the runtime", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void IsTrusted_OfASharedFolderThatKeepsNames_IsTrue() => Assert.True(DebuggingLibrary.IsTrusted(Path.GetTempPath()));

    private string Library()
    {
        string path = Path.Combine(_directory.FullName, "libmscordaccore.so");
        File.WriteAllText(path, "");
        return path;
    }
}
