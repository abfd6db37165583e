using AsyncProf.KeptProfiles;
using AsyncProf.Profiles;
using AsyncProf.Runtime.Tests.KeptProfiles;
using AsyncProf.Testing;
using AsyncProf.Triggers;

namespace AsyncProf.Runtime.Tests.Triggers;

public sealed class WindowWriterTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");
    private readonly KeptCounts _kept = new();
    private readonly TriggerCounts _counts = new();
    private readonly ScriptedDisk _disk;

    public WindowWriterTests() => _disk = new ScriptedDisk(_directory.FullName);

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Add_AWindow_WritesItWithItsReasonAndNotesIt()
    {
        using (WindowWriter writer = Writer())
            writer.Add(Window());

        WindowNote note = Assert.Single(_counts.TakeNotes());
        string file = Assert.Single(_directory.GetFiles()).FullName;
        Assert.Equal(new WindowNote("slow-request: 1.2 s, more than 500 ms; GET /orders", TimeSpan.FromSeconds(12), 20, file), note);
        Assert.EndsWith("-window.pb.gz", file, StringComparison.Ordinal);
        Assert.Equal("GET /orders", AsyncProfile.Load(file).Recording.Trigger!.Route);
        Assert.Empty(_counts.TakeNotes());
    }

    [Fact]
    public void Add_AWindowThatCannotBeWritten_IsCountedWithWhy()
    {
        _disk.Failure = new IOException("No space left on device");

        using (WindowWriter writer = Writer())
            writer.Add(Window());

        ProfilerStatus status = _counts.AddTo(_kept.AddTo(new ProfilerStatus()));
        Assert.Equal((0, 1, 1), (status.WrittenProfiles, status.UnwrittenProfiles, status.UnwrittenWindows));
        Assert.Equal("No space left on device", _kept.Why);
        Assert.Null(Assert.Single(_counts.TakeNotes()).File);
        Assert.Empty(_directory.GetFiles());
    }

    [Fact]
    public void Notes_ThatNobodyTakes_AreFew()
    {
        for (int i = 0; i < 100; i++)
            _counts.AddEnd(new WindowNote($"{i}", TimeSpan.Zero, 0, "x"));

        Assert.Equal(Enumerable.Range(84, 16).Select(i => $"{i}"), _counts.TakeNotes().Select(note => note.Reason));
    }

    private WindowWriter Writer() => new(new KeptProfileFiles(_directory.FullName, new RingCaps(10, 10, long.MaxValue, null, 0), _disk, new VirtualTime(), new WrittenFiles()), _kept, _counts);

    private static WindowEnd Window()
    {
        var profile = new ScriptedProfile();
        profile.Root("GET /orders", 1, 1_000_000);
        var recording = new RecordingInfo { DurationNs = 12_000_000_000, Process = "shop", Trigger = new TriggerInfo("slow-request: 1.2 s, more than 500 ms", "GET /orders", "") };
        return new WindowEnd(profile.Build(recording), 20);
    }
}
