using AsyncProf.Testing;
using AsyncProf.Usage;

namespace AsyncProf.Agent.Tests.Usage;

/// <summary>What is told of the runtime's threads for EventPipe, of what the system would say.</summary>
public sealed class EventPipeThreadsTests : IDisposable
{
    private readonly DirectoryInfo _tasks = Directory.CreateTempSubdirectory("asyncprof-tests-");
    private readonly VirtualTime _time = new();

    public void Dispose() => _tasks.Delete(recursive: true);

    [Fact]
    public void CpuNs_OfThreadsOfTheName_IsWhatTheyUseFromTheFirstLookOn()
    {
        Put(1, "app", 1_000_000);
        Put(2, ".NET EventPipe", 500);
        var threads = new EventPipeThreads(_tasks.FullName, _time);
        Assert.Equal(0, threads.CpuNs());

        Put(1, "app", 2_000_000);
        Put(2, ".NET EventPipe", 800);
        Assert.Equal(300, threads.CpuNs());

        Put(3, ".NET EventPipe", 40); // it has begun since, so all of it counts
        Assert.Equal(300, threads.CpuNs());
        _time.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(340, threads.CpuNs());
    }

    [Fact]
    public void CpuNs_OfOneThatHasEnded_KeepsWhatItUsed()
    {
        Put(2, ".NET EventPipe", 500);
        var threads = new EventPipeThreads(_tasks.FullName, _time);
        threads.CpuNs();
        Put(2, ".NET EventPipe", 700);
        Assert.Equal(200, threads.CpuNs());

        Directory.Delete(Path.Combine(_tasks.FullName, "2"), recursive: true);
        Assert.Equal(200, threads.CpuNs());
        _time.Pass(TimeSpan.FromSeconds(1));
        Put(2, "app", 900); // the number comes again
        Assert.Equal(200, threads.CpuNs());
    }

    [Fact]
    public void CpuNs_WhereTheSystemSaysNothingOfUse_IsNothing()
    {
        Put(2, ".NET EventPipe", null);
        Assert.Equal(0, new EventPipeThreads(_tasks.FullName, _time).CpuNs());
        Assert.Equal(0, new EventPipeThreads(Path.Combine(_tasks.FullName, "nowhere"), _time).CpuNs());
    }

    private void Put(int id, string name, long? used)
    {
        DirectoryInfo thread = _tasks.CreateSubdirectory(id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        File.WriteAllText(Path.Combine(thread.FullName, "comm"), name + "\n");
        File.WriteAllText(Path.Combine(thread.FullName, "schedstat"), used is null ? "" : FormattableString.Invariant($"{used} 10 2\n"));
    }
}
