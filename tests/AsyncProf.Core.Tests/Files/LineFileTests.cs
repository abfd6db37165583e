using System.Runtime.Versioning;
using System.Text;
using AsyncProf.Files;

namespace AsyncProf.Core.Tests.Files;

[UnsupportedOSPlatform("windows")]
public sealed class LineFileTests : IDisposable
{
    private const long Large = 1 << 20;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    private string FilePath => Path.Combine(_directory.FullName, "slow.jsonl");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Append_ToAFileOfOursThatOthersMayRead_TakesTheirRightAway()
    {
        File.WriteAllText(FilePath, "1\n");
        File.SetUnixFileMode(FilePath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.OtherWrite);

        LineFile.Append(FilePath, "2\n"u8, Large);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
        Assert.Equal("1\n2\n", File.ReadAllText(FilePath));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Append_WhereALinkIs_RefusesItAndLeavesAloneWhatItLeadsTo(bool isThere)
    {
        string precious = Path.Combine(_directory.FullName, "precious");
        if (isThere)
            File.WriteAllText(precious, "precious");
        File.CreateSymbolicLink(FilePath, precious);

        IOException exception = Assert.Throws<IOException>(() => LineFile.Append(FilePath, "2\n"u8, Large));

        Assert.Equal($"{FilePath} is a link, and none is followed.", exception.Message);
        Assert.Equal(isThere ? "precious" : null, File.Exists(precious) ? File.ReadAllText(precious) : null);
    }

    [Fact]
    public void Append_WhereADirectoryIs_SaysSo() =>
        Assert.Equal($"{_directory.FullName} is no file.", Assert.Throws<IOException>(() => LineFile.Append(_directory.FullName, "2\n"u8, Large)).Message);

    [Fact]
    public void Append_BehindHalfALine_BeginsALineOfItsOwn()
    {
        File.WriteAllText(FilePath, "1\n{\"na");

        LineFile.Append(FilePath, "2\n"u8, Large);

        Assert.Equal("1\n{\"na\n2\n", File.ReadAllText(FilePath));
    }

    [Fact]
    public void Append_ToAFullFile_BeginsANewOne()
    {
        File.WriteAllText(FilePath, "1\n");

        LineFile.Append(FilePath, "2\n"u8, maximumBytes: 2);

        Assert.Equal(("2\n", "1\n"), (File.ReadAllText(FilePath), File.ReadAllText(FilePath + ".1")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1\n")]
    [InlineData("1\n{\"na")]
    public void Append_WhereOnlyAPartCanBeWritten_LeavesWhatWasThere(string before)
    {
        using var disk = new FullDisk(Encoding.UTF8.GetBytes(before), room: 3);

        Assert.Throws<IOException>(() => LineFile.Append(disk, "22222222\n"u8));

        Assert.Equal(before, Encoding.UTF8.GetString(disk.ToArray()));
    }

    /// <summary>Takes a few bytes, and then no more.</summary>
    private sealed class FullDisk : MemoryStream
    {
        private readonly long _most;

        public FullDisk(byte[] before, int room)
        {
            base.Write(before, 0, before.Length);
            _most = before.Length + room;
        }

        public override void Write(ReadOnlySpan<byte> buffer) => Write(buffer.ToArray(), 0, buffer.Length);

        public override void Write(byte[] buffer, int offset, int count)
        {
            int room = (int)Math.Min(count, _most - Position);
            base.Write(buffer, offset, room);
            if (room < count)
                throw new IOException("No space left on device");
        }
    }
}
