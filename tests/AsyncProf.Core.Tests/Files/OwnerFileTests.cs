using AsyncProf.Files;

namespace AsyncProf.Core.Tests.Files;

public sealed class OwnerFileTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Open_WhereSomebodyHasMadeALink_LeavesAloneWhatItLeadsTo(bool isThere)
    {
        string precious = In("precious"), link = In("x.nettrace.modules");
        if (isThere)
            File.WriteAllText(precious, "precious");
        File.CreateSymbolicLink(link, precious);

        using (FileStream file = OwnerFile.Open(link, FileMode.Create))
            file.WriteByte(7);

        Assert.Equal(isThere ? "precious" : null, File.Exists(precious) ? File.ReadAllText(precious) : null);
        Assert.Null(new FileInfo(link).LinkTarget);
        Assert.Equal([7], File.ReadAllBytes(link));
    }

    [Fact]
    public void Open_OverAFileThatOthersMayRead_MakesOneThatTheyMayNot()
    {
        if (OperatingSystem.IsWindows())
            return;
        string path = In("x.nettrace");
        File.WriteAllText(path, "before");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite);

        using FileStream other = File.Open(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using (FileStream file = OwnerFile.Open(path, FileMode.Create))
            file.WriteByte(7);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal("before", new StreamReader(other).ReadToEnd()); // who had it open sees nothing of ours
    }

    [Fact]
    public void Write_ThatFails_LeavesWhatWasThere()
    {
        string path = In("x");
        File.WriteAllText(path, "before");

        Assert.Throws<InvalidOperationException>(() => OwnerFile.Write(path, overwrite: true, _ => throw new InvalidOperationException()));

        Assert.Equal("before", File.ReadAllText(path));
        Assert.Single(_directory.GetFiles());
    }

    [Fact]
    public void Write_ToADevice_LeavesItADeviceOfAll()
    {
        if (OperatingSystem.IsWindows())
            return;
        // By a link: a mistake costs the link and not the machine's device.
        string link = In("null");
        File.CreateSymbolicLink(link, "/dev/null");
        UnixFileMode before = File.GetUnixFileMode("/dev/null");

        OwnerFile.Write(link, overwrite: true, stream => stream.WriteByte(1));
        OwnerFile.Open(link, FileMode.Create).Dispose();

        Assert.Equal("/dev/null", new FileInfo(link).LinkTarget);
        Assert.Equal(before, File.GetUnixFileMode("/dev/null"));
        Assert.Single(_directory.GetFiles());
    }

    private string In(string name) => Path.Combine(_directory.FullName, name);
}
