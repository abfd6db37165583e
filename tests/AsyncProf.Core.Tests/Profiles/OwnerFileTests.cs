using AsyncProf.Files;

namespace AsyncProf.Core.Tests.Profiles;

public sealed class OwnerFileTests : IDisposable
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Open_OfAFileThatEverybodyMayRead_MakesItTheOwners()
    {
        string path = In("x");
        File.WriteAllText(path, "before");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, Owner | UnixFileMode.OtherRead);

        using (FileStream file = OwnerFile.Open(path, FileMode.Create))
            file.WriteByte((byte)'x');

        Assert.Equal("x", File.ReadAllText(path));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(Owner, File.GetUnixFileMode(path));
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
