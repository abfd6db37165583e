using System.Diagnostics;
using System.Runtime.Versioning;
using AsyncProf.Files;

namespace AsyncProf.External.Tests.Files;

/// <summary>Files of other users, and full disks: what takes root to arrange.</summary>
[SupportedOSPlatform("linux")]
public sealed class LineFileTests : IDisposable
{
    private const string Nobody = "65534";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    private string FilePath => Path.Combine(_directory.FullName, "slow.jsonl");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Append_ToAFileOfAnotherUser_IsRefusedAndLeavesIt()
    {
        File.WriteAllText(FilePath, "");
        File.SetUnixFileMode(FilePath, (UnixFileMode)0x1B6); // everybody reads and writes
        Run("chown", Nobody, FilePath);

        IOException exception = Assert.Throws<IOException>(() => LineFile.Append(FilePath, "1\n"u8, 1 << 20));

        Assert.Equal($"{FilePath} belongs to another user: remove it, or name another file.", exception.Message);
        Assert.Equal("", File.ReadAllText(FilePath));
        Assert.Equal((UnixFileMode)0x1B6, File.GetUnixFileMode(FilePath));
    }

    [Fact]
    public void Append_OntoADiskThatFills_CutsNoLine()
    {
        Run("mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", _directory.FullName);
        try
        {
            byte[] line = [.. Enumerable.Repeat((byte)'x', 1500), (byte)'\n'];
            Assert.Throws<IOException>(() =>
            {
                for (int i = 0; i < 100; i++)
                    LineFile.Append(FilePath, line, 1 << 20);
            });

            string[] lines = File.ReadAllLines(FilePath);
            Assert.InRange(lines.Length, 5, 10);
            Assert.All(lines, one => Assert.Equal(1500, one.Length));
            Assert.EndsWith("\n", File.ReadAllText(FilePath), StringComparison.Ordinal);
        }
        finally
        {
            Run("umount", _directory.FullName);
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments))!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
