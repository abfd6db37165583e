using AsyncProf.Overhead;

namespace AsyncProf.Core.Tests.Overhead;

public sealed class AvailableCpuTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("asyncprof-cpu").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Cores_WithoutGroups_AreTheProcessors() => Assert.Equal(6, AvailableCpu.Cores(_root, 6));

    [Theory]
    [InlineData("50000 100000\n", 0.5)]
    [InlineData("250000 100000", 2.5)]
    [InlineData("max 100000", 4)]
    [InlineData("1600000 100000", 4)]
    public void Cores_OfAGroupOfV2_AreItsQuotaAndAtMostTheProcessors(string quota, double expected)
    {
        Write("proc/self/cgroup", "0::/kube/pod\n");
        Write("sys/fs/cgroup/kube/pod/cpu.max", quota);

        Assert.Equal(expected, AvailableCpu.Cores(_root, 4), 9);
    }

    [Fact]
    public void Cores_WhereAGroupAroundItHasLess_AreThatOnes()
    {
        Write("proc/self/cgroup", "0::/kube/pod\n");
        Write("sys/fs/cgroup/kube/pod/cpu.max", "max 100000");
        Write("sys/fs/cgroup/kube/cpu.max", "150000 100000");

        Assert.Equal(1.5, AvailableCpu.Cores(_root, 4), 9);
    }

    [Fact]
    public void Cores_InAContainerThatSeesItsGroupAsTheMount_AreReadThere()
    {
        Write("proc/self/cgroup", "0::/../../elsewhere\n");
        Write("sys/fs/cgroup/cpu.max", "75000 100000");

        Assert.Equal(0.75, AvailableCpu.Cores(_root, 4), 9);
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("cpu,cpuacct")]
    public void Cores_OfAGroupOfV1_AreQuotaByPeriod(string mount)
    {
        Write("proc/self/cgroup", "5:memory:/m\n4:cpu,cpuacct:/docker/x\n");
        Write($"sys/fs/cgroup/{mount}/docker/x/cpu.cfs_quota_us", "30000\n");
        Write($"sys/fs/cgroup/{mount}/docker/x/cpu.cfs_period_us", "20000\n");

        Assert.Equal(1.5, AvailableCpu.Cores(_root, 4), 9);
    }

    [Theory]
    [InlineData("0::/a", "-1 100000")]
    [InlineData("0::/a", "0 100000")]
    [InlineData("0::/a", "100000 0")]
    [InlineData("0::/a", "")]
    [InlineData("0::/a", "99999999999999999999999999 1")]
    [InlineData("::", "50000 100000")]
    [InlineData("\0\0:\0", "50000 100000")]
    [InlineData("0::/a\0b", "50000 100000")]
    public void Cores_OfWhatMakesNoSense_AreTheProcessors(string groups, string quota)
    {
        Write("proc/self/cgroup", groups);
        Write("sys/fs/cgroup/a/cpu.max", quota);

        Assert.Equal(4, AvailableCpu.Cores(_root, 4));
    }

    [Fact]
    public void Cores_OfAnEndlessFile_AreTheProcessors()
    {
        Write("proc/self/cgroup", "0::/a");
        Write("sys/fs/cgroup/a/cpu.max", "50000 100000" + new string(' ', 100_000));

        Assert.Equal(4, AvailableCpu.Cores(_root, 4));
    }

    [Fact]
    public void Cores_OfThisProcess_AreMoreThanNone() => Assert.InRange(AvailableCpu.Cores(), 0.01, Environment.ProcessorCount);

    private void Write(string file, string text)
    {
        string path = Path.Combine(_root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
