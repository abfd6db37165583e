using AsyncProf.Analyzer.Tests.Recording;
using AsyncProf.Budgets;
using AsyncProf.Decoding;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.Analyzer.Tests.Decoding;

/// <summary>From a process to a profile, through a file.</summary>
[Collection(OwnRecordingCollection.Name)]
public sealed class NettraceProfileTests(OwnRecording recording) : IDisposable
{
    private const string Class = "AsyncProf.Analyzer.Tests.Recording.OwnRecording";

    /// <summary>Linux' coarse clock, which .NET's timers read, moves in steps of up to 4 ms: a delay may end that early.</summary>
    private const long CoarseTickNs = 4_000_000;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Load_OfARecording_NamesAndTimesItsMethods()
    {
        AsyncProfile profile = NettraceProfile.Load(recording.Path);

        MethodRow outer = Assert.Single(profile.Methods, row => row.Method == $"{Class}.OuterAsync"), inner = Assert.Single(profile.Methods, row => row.Method == $"{Class}.InnerAsync");
        Assert.Equal((3, 3), (outer.Calls, inner.Calls));
        Assert.InRange(inner.TaskSelf.WaitingNs / 3, 90_000_000, 5_000_000_000);
        Assert.InRange(outer.WallNs / 3, 150_000_000 - (2 * CoarseTickNs), 5_000_000_000); // other tests take the threads
        Assert.Contains(profile.Edges, edge => edge.Caller == outer.Method && edge.Callee == inner.Method && edge.Calls == 3);
        Assert.Equal(profile.Tree.ElapsedTotal.TotalNs, profile.Methods.Sum(row => row.ElapsedSelf.TotalNs));
    }

    [Fact]
    public void Load_OfARecording_KeepsSingleRootsOverItsTime()
    {
        AsyncProfile profile = NettraceProfile.Load(recording.Path);

        Timeline timeline = profile.Data.Timeline!;
        Assert.Equal(profile.Recording.DurationNs, timeline.DurationNs);
        Assert.InRange(timeline.Loads!.Sum(load => load.Steps.Sum(step => step.TotalNs)), 1, profile.Tree.ElapsedTotal.TotalNs);
        Assert.All(timeline.Roots, root => Assert.Equal(root.DurationNs, root.Time.TotalNs + root.IdleNs));
        Assert.All(timeline.Roots, root => Assert.InRange(root.StartNs + root.DurationNs, root.DurationNs, timeline.DurationNs));
    }

    [Fact]
    public void Load_WithoutATimeline_KeepsNone() => Assert.Null(NettraceProfile.Load(recording.Path, new MemoryBudget(MemoryBudget.DefaultLimit)).Data.Timeline);

    [Fact]
    public void Load_OfARecording_SaysWhereItComesFrom()
    {
        RecordingInfo info = NettraceProfile.Load(recording.Path).Recording;

        Assert.Equal(("eventpipe", Environment.Version.ToString(3), 0L), (info.Source, info.RuntimeVersion, info.LostEvents));
        Assert.Equal(Environment.ProcessorCount, info.Cpus);
        Assert.InRange(info.DurationNs, 140_000_000, 60_000_000_000);
        Assert.InRange(DateTime.UtcNow - info.StartUtc, TimeSpan.Zero, TimeSpan.FromMinutes(10));
    }

    [Theory]
    [InlineData(0.9)]
    [InlineData(0.5)]
    public void Load_OfAFileCutShort_ReadsUpToItsLastWholeBlock(double share)
    {
        byte[] whole = File.ReadAllBytes(recording.Path);
        string cut = Write(whole[..(int)(whole.Length * share)]);
        int events = 0;

        NettraceSummary summary = NettraceReader.Read(cut, (_, _, _, _, _) => events++);

        Assert.True(summary.IsCut);
        Assert.True(events > 0);
        NettraceProfile.Load(cut);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Nettrac")]
    [InlineData("no recording at all")]
    [InlineData("Nettrace\u0014\0\0\0!FastSerialization.1")]
    public void Load_OfSomethingElse_SaysSo(string content)
    {
        string path = Write(System.Text.Encoding.Latin1.GetBytes(content));

        Assert.Throws<InvalidDataException>(() => NettraceProfile.Load(path));
    }

    [Fact]
    public void Load_OfAnotherVersionOfTheFormat_SaysWhich()
    {
        byte[] whole = File.ReadAllBytes(recording.Path);
        whole[35] = 5; // after the beginning and the three tags of the first block

        Assert.Contains("version 5 of the format", Assert.Throws<InvalidDataException>(() => NettraceProfile.Load(Write(whole))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfDamagedFiles_EndsInEventsOrInOneKindOfException()
    {
        const long MostBytes = 256 << 20;
        byte[] whole = File.ReadAllBytes(recording.Path);
        var random = new Random(1);
        int refused = 0, files = Tier.Count(fast: 100, deep: 500);
        for (int i = 0; i < files; i++)
        {
            byte[] damaged = [.. whole];
            for (int flips = random.Next(1, 20); flips > 0; flips--)
                damaged[random.Next(i % 2 == 0 ? damaged.Length : 1_000)] = (byte)random.Next(256);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                var rundown = new RundownReader();
                var decoder = new TplDecoder(new Events.NameTable());
                NettraceReader.Read(Write(damaged), (provider, id, _, timestamp, payload) =>
                {
                    rundown.Take(provider, id, payload);
                    decoder.TryDecode(provider, id, payload, timestamp, out Events.AsyncEvent _);
                });
            }
            catch (InvalidDataException)
            {
                refused++;
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostBytes);
        }

        Assert.InRange(refused, 1, files - 1);
    }

    private string Write(byte[] content)
    {
        string path = Path.Combine(_directory.FullName, "x.nettrace");
        File.WriteAllBytes(path, content);
        return path;
    }
}
