using System.Buffers.Binary;
using AsyncProf.Analyzer.Tests.Recording;
using AsyncProf.Decoding;
using AsyncProf.Profiles;

namespace AsyncProf.Analyzer.Tests.Decoding;

/// <summary>A recording of several sessions, one after the other, with pauses between them: of this very process.</summary>
[Collection(OwnRecordingCollection.Name)]
public sealed class NettraceSessionsTests(OwnSessions recording) : IClassFixture<OwnSessions>, IDisposable
{
    private const string Class = "AsyncProf.Analyzer.Tests.Recording.OwnSessions";
    private const long PauseNs = OwnSessions.PauseMilliseconds * 1_000_000L;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");
    private readonly IReadOnlyList<byte[]> _sessions = recording.Sessions;
    private readonly byte[] _modules = recording.Modules;

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Load_OfSeveralSessions_IsOneProfileWithPauses()
    {
        AsyncProfile profile = Load([.. _sessions, _modules]);

        Assert.Equal((2, 0, 0), (profile.Recording.Pauses, profile.Recording.BrokenOff, profile.Recording.LostEvents));
        Assert.InRange(profile.Recording.DurationNs, 2 * PauseNs, 60_000_000_000);
        Assert.InRange((1 - profile.Recording.ObservedShare) * profile.Recording.DurationNs, (2 * PauseNs) - 50_000_000, 60_000_000_000);
        Assert.InRange(profile.Recording.ObservedShare, 0.01, 0.9);
        Assert.Equal(2, Calls(profile, "BriefAsync"));
        Assert.Equal(Environment.Version.ToString(3), profile.Recording.RuntimeVersion);
        Assert.Equal(profile.Tree.ElapsedTotal.TotalNs, profile.Methods.Sum(row => row.ElapsedSelf.TotalNs));
    }

    [Fact]
    public void Load_OfACallThatIsOpenInAPause_ChargesNothingOfThePause()
    {
        AsyncProfile profile = Load([.. _sessions, _modules]);

        MethodRow row = profile.Methods.Single(row => row.Method == $"{Class}.AcrossAsync");
        Assert.InRange(row.TaskSelf.WaitingNs, 1, (long)(profile.Recording.ObservedShare * profile.Recording.DurationNs));
        Assert.Equal(0, profile.Recording.IllegalTransitions);
    }

    /// <summary>The end of the process is told by the session beside the windows alone.</summary>
    [Fact]
    public void Load_OfAProcessThatEndedInAPause_CountsThatPause()
    {
        AsyncProfile profile = Load(_sessions[0], _modules);

        Assert.Equal((1, 0), (profile.Recording.Pauses, profile.Recording.BrokenOff));
        Assert.InRange(profile.Recording.DurationNs, 2 * PauseNs, 60_000_000_000);
        Assert.InRange(profile.Recording.ObservedShare, 0.001, 0.5);
    }

    [Fact]
    public void Load_WithoutASessionBesides_HasTheRest()
    {
        AsyncProfile profile = Load([.. _sessions]);

        Assert.Equal((2, 0), (profile.Recording.Pauses, profile.Recording.BrokenOff));
    }

    [Fact]
    public void Load_OfASessionThatIsCutShort_HasWhatWasBefore()
    {
        AsyncProfile profile = Load(_sessions[0], _sessions[1][..(_sessions[1].Length / 2)]);

        Assert.Equal((1, 1), (profile.Recording.Pauses, profile.Recording.BrokenOff));
        Assert.InRange(profile.Recording.Operations, 2, long.MaxValue);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(5_000)]
    public void Load_OfGarbageBetweenSessions_EndsThereAndSaysSo(int length)
    {
        byte[] garbage = new byte[length];
        new Random(1).NextBytes(garbage);
        AsyncProfile profile = Load(_sessions[0], garbage, _sessions[1]);

        Assert.Equal((0, 1), (profile.Recording.Pauses, profile.Recording.BrokenOff));
        Assert.InRange(profile.Recording.Operations, 2, long.MaxValue);
    }

    [Fact]
    public void Load_OfASessionOfAnotherProcess_EndsThereAndSaysSo()
    {
        const int PidAt = 89;
        byte[] other = [.. _sessions[1]];
        BinaryPrimitives.WriteInt32LittleEndian(other.AsSpan(PidAt), Environment.ProcessId + 1);
        AsyncProfile profile = Load(_sessions[0], other);

        Assert.Equal((0, 1), (profile.Recording.Pauses, profile.Recording.BrokenOff));
    }

    [Fact]
    public void Read_OfMoreSessionsThanThereCanBe_EndsEarly()
    {
        byte[] empty = [.. _sessions[2][..NettraceLayout.Begin.Length], .. _sessions[2].AsSpan(NettraceLayout.Begin.Length, NettraceLayout.FirstObject), NettraceLayout.NullReference];
        int sessions = 0;
        NettraceSummary summary = NettraceReader.Read(Write([_sessions[0], .. Enumerable.Repeat(empty, 20_000)]), (_, _, _, _, _) => { }, onNext: _ => ++sessions > 0);

        Assert.True(summary.IsCut);
        Assert.InRange(sessions, 1, 2_000);
    }

    [Fact]
    public void Load_OfDamagedSessions_EndsInAProfileOrInOneKindOfException()
    {
        byte[] whole = File.ReadAllBytes(Write([.. _sessions, _modules]));
        var random = new Random(2);
        for (int i = 0; i < 60; i++)
        {
            byte[] damaged = [.. whole];
            for (int flips = random.Next(1, 20); flips > 0; flips--)
                damaged[i % 2 == 0 ? random.Next(damaged.Length) : _sessions[0].Length + random.Next(500)] = (byte)random.Next(256);
            try
            {
                Load(damaged);
            }
            catch (InvalidDataException)
            {
                // Said in half a sentence.
            }
        }
    }

    [Fact]
    public void ReadTail_OfSeveralSessions_HasTheLastOnesRundown()
    {
        var rundown = new RundownReader();
        using FileStream file = File.OpenRead(Write([.. Enumerable.Repeat(_sessions[0], 300_000 / _sessions[0].Length), .. _sessions, _modules]));
        using Stream tail = NettraceTail.Open(file, 100_000)!;

        NettraceReader.Read(tail, (provider, id, _, _, payload) => rundown.Take(provider, id, payload));

        Assert.True(rundown.IsWhole);
        Assert.Contains(rundown.Modules, path => path.EndsWith("AsyncProf.Analyzer.Tests.dll", StringComparison.Ordinal));
    }

    private static long Calls(AsyncProfile profile, string method) => profile.Methods.Single(row => row.Method == $"{Class}.{method}").Calls;

    private AsyncProfile Load(params byte[][] pieces) => NettraceProfile.Load(Write(pieces));

    private string Write(byte[][] pieces)
    {
        string path = Path.Combine(_directory.FullName, Path.GetRandomFileName() + ".nettrace");
        File.WriteAllBytes(path, [.. pieces.SelectMany(piece => piece)]);
        return path;
    }
}
