using AsyncProf.KeptProfiles;
using AsyncProf.Profiles;
using AsyncProf.Testing;

namespace AsyncProf.Runtime.Tests.KeptProfiles;

/// <summary>The ring over virtual days, with clocks that are set and disks that fill.</summary>
public sealed class KeptProfileFilesTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");
    private readonly VirtualTime _time = new();
    private readonly WrittenFiles _written = new();
    private readonly ScriptedDisk _disk;
    private readonly List<string> _paths = [];

    public KeptProfileFilesTests() => _disk = new ScriptedDisk(_directory.FullName);

    public void Dispose()
    {
        _directory.Refresh();
        if (_directory.Exists)
            _directory.Delete(recursive: true);
    }

    [Fact]
    public void Write_EachMinuteOfADay_KeepsTheNewest()
    {
        KeptProfileFiles files = Ring(keep: 60);

        WriteFor(files, TimeSpan.FromHours(24));

        Assert.Equal(1440, _paths.Distinct().Count());
        AssertNewest(60);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(24)]
    [InlineData(-24)]
    public void Write_AfterTheClockWasSet_KeepsWhatWasWrittenLast(int hours)
    {
        KeptProfileFiles files = Ring(keep: 10, age: TimeSpan.FromMinutes(90));
        WriteFor(files, TimeSpan.FromMinutes(30));

        _time.SetClock(TimeSpan.FromHours(hours));
        for (int i = 0; i < 30; i++)
        {
            Write(files);
            AssertNewest(10);
        }
    }

    [Fact]
    public void Write_AfterTheClockWasSetForwardAndBack_KeepsWhatWasWrittenLast()
    {
        KeptProfileFiles files = Ring(keep: 10);
        foreach (int hours in (int[])[24, -24, -1, 1, 1, -25, 24])
        {
            _time.SetClock(TimeSpan.FromHours(hours));
            WriteFor(files, TimeSpan.FromMinutes(7));
        }

        Assert.Equal(_paths.Count, _paths.Distinct().Count()); // the same second comes twice
        AssertNewest(10);
    }

    [Fact]
    public void Write_WithFilesOfAnEarlierProcessFromTheFuture_DeletesThoseFirstAndOnlyForTheirNumber()
    {
        string future = Foreign("asyncprof-shop-20990101T000000Z-999999999.pb.gz");
        KeptProfileFiles files = Ring(keep: 3, age: TimeSpan.FromHours(1));

        WriteFor(files, 2 * Minute);
        Assert.True(File.Exists(future)); // it is not old

        WriteFor(files, Minute);
        Assert.False(File.Exists(future));
        AssertNewest(3);
    }

    [Fact]
    public void Write_InAProcessOfTheSameIdAsAnEarlierOne_TakesItsFilesForOlder()
    {
        WriteFor(Ring(keep: 5), 5 * Minute);
        _time.SetClock(TimeSpan.FromDays(-1));
        var again = new KeptProfileFiles(_directory.FullName, new RingCaps(3, 3, long.MaxValue, null, 0), _disk, _time, new WrittenFiles()); // a container that was started again

        WriteFor(again, 2 * Minute);

        AssertKept([_paths[4], .. _paths[5..]]);
    }

    [Fact]
    public void Write_BesideOthers_LeavesTheirFilesAlone()
    {
        string[] others =
        [
            Foreign("asyncprof-shop-20200101T000000Z-1.pb.gz"), Foreign("asyncprof-shop-20200101T000000Z-1-7.pb.gz"), Foreign("asyncprof-shops-20200101T000000Z-999999999.pb.gz"), Foreign("asyncprof-shop-notes.pb.gz"),
            Foreign("asyncprof-shop-20200101T000000Z-1.pb.gz.x.tmp"), Foreign("asyncprof-shop-20200101T000000Z-999999999-1-2-3.pb.gz"), Foreign("asyncprof-shop-20200101T000000Z--5.pb.gz"),
        ];
        string half = Foreign("asyncprof-shop-20200101T000000Z-999999999-4.pb.gz.a1b2.c3.tmp"); // of a process that was killed

        WriteFor(Ring(keep: 1, age: Minute), 3 * Minute);

        Assert.All(others, file => Assert.True(File.Exists(file), file));
        Assert.False(File.Exists(half));
    }

    [Fact]
    public void Write_MoreThanTheBytes_DeletesTheOldestBeforeItWrites()
    {
        Write(Ring());
        long one = new FileInfo(_paths[0]).Length;
        long cap = (one * 5) + (one / 2);
        KeptProfileFiles files = Ring(bytes: cap);

        for (int i = 0; i < 100; i++)
        {
            Write(files);
            Assert.InRange(_directory.GetFiles().Sum(file => file.Length), 0, cap);
        }

        AssertNewest(5);
    }

    [Fact]
    public void Write_AProfileLargerThanAllMayBe_IsRefusedAndDeletesNothing()
    {
        WriteFor(Ring(), 3 * Minute);

        IOException exception = Assert.Throws<IOException>(() => Write(Ring(bytes: 10)));

        Assert.Contains("more than MaximumBytes", exception.Message, StringComparison.Ordinal);
        AssertKept([.. _paths]);
    }

    [Fact]
    public void Write_WithAnAge_DeletesWhatIsOlder()
    {
        string old = Foreign("asyncprof-shop-20260102T020404Z-999999999.pb.gz"), young = Foreign("asyncprof-shop-20260102T020506Z-999999999.pb.gz");

        Write(Ring(age: TimeSpan.FromHours(1)));

        Assert.False(File.Exists(old));
        Assert.True(File.Exists(young));
        WriteFor(Ring(age: 30 * Minute), TimeSpan.FromHours(2));
        AssertNewest(31); // that of half an hour ago is not older than that
    }

    [Fact]
    public void Write_WithLittleFreeSpace_MakesRoomOfItsOwnAndGoesOnWhenThereIsSome()
    {
        WriteFor(Ring(), 10 * Minute);
        long one = _directory.GetFiles().Max(file => file.Length), all = _directory.GetFiles().Sum(file => file.Length);
        KeptProfileFiles files = Ring(free: 1000);
        _disk.Capacity = all + 1000 - one; // somebody else has filled the rest

        Write(files);
        Assert.InRange(_disk.FreeBytes(""), 1000, 1000 + (2 * one));
        AssertNewest(_directory.GetFiles().Length);
        Assert.InRange(_directory.GetFiles().Length, 8, 9);

        _disk.Capacity = 900;
        IOException exception = Assert.Throws<IOException>(() => Write(files));
        Assert.Contains("900 bytes free, less than MinimumFreeBytes", exception.Message, StringComparison.Ordinal);
        Assert.Empty(_directory.GetFiles());

        _disk.Capacity = long.MaxValue;
        Write(files);
        AssertNewest(1);
    }

    [Fact]
    public void Write_ToADiskThatFillsMeanwhile_LeavesNoHalfFile()
    {
        KeptProfileFiles files = Ring(keep: 5);
        WriteFor(files, 5 * Minute);
        _disk.Failure = new IOException("No space left on device");

        for (int i = 0; i < 20; i++)
            Assert.Throws<IOException>(() => Write(files));
        AssertKept(_paths[1..5]); // one gave way, and the next write finds that place

        _disk.Failure = null;
        Write(files);
        AssertNewest(5);
    }

    [Fact]
    public void Write_ToADirectoryThatVanishes_GoesOnWhenItIsBack()
    {
        KeptProfileFiles files = Ring(keep: 5);
        WriteFor(files, 3 * Minute);
        _directory.Delete(recursive: true);

        Assert.ThrowsAny<IOException>(() => Write(files));
        Assert.False(Directory.Exists(_directory.FullName));

        _directory.Create();
        WriteFor(files, 2 * Minute);
        AssertNewest(2);
    }

    [Fact]
    public void Write_Windows_StayBesideManyProfiles()
    {
        KeptProfileFiles files = Ring(keep: 5, windows: 3);
        for (int i = 0; i < 7; i++)
            Write(files, isWindow: true);
        string[] windows = [.. _paths.TakeLast(3)];

        WriteFor(files, TimeSpan.FromHours(2));

        Assert.All(windows, window => Assert.EndsWith("-window.pb.gz", window, StringComparison.Ordinal));
        AssertKept([.. windows, .. _paths.TakeLast(5)]);
    }

    [Fact]
    public void Write_ProfilesWithLittleRoom_DeletesProfilesBeforeWindows()
    {
        Write(Ring(), isWindow: true);
        long one = new FileInfo(_paths[0]).Length;
        KeptProfileFiles files = Ring(bytes: one * 7 / 2);

        WriteFor(files, TimeSpan.FromHours(1));

        AssertKept([_paths[0], .. _paths.TakeLast(2)]);
    }

    [Fact]
    public void Write_BesideAFileThatCannotBeDeleted_LetsTheNextOnesGiveWay()
    {
        string half = Foreign("asyncprof-shop-20200101T000000Z-999999999-4.pb.gz.a1b2.c3.tmp");
        _disk.Held.Add(half);
        KeptProfileFiles files = Ring(keep: 4, age: 30 * Minute);
        Write(files);
        string held = _paths[0];
        _disk.Held.Add(held);

        WriteFor(files, TimeSpan.FromHours(1)); // it is too old meanwhile, too
        AssertKept([half, held, .. _paths.TakeLast(3)]);

        WriteFor(Ring(bytes: 4 * new FileInfo(held).Length), 10 * Minute);
        Assert.True(File.Exists(held));
        Assert.True(File.Exists(_paths[^1]));

        _disk.Held.Clear();
        Write(Ring(keep: 2));
        AssertKept([.. _paths.TakeLast(2)]);
    }

    [Fact]
    public void Write_WithAllFilesHeld_IsRefusedAndExceedsNoCap()
    {
        WriteFor(Ring(), 3 * Minute);
        _disk.Held.UnionWith(_paths);

        IOException exception = Assert.Throws<IOException>(() => Write(Ring(keep: 3)));
        Assert.Equal("The directory has as many profiles as Keep allows, and none of them can be deleted.", exception.Message);
        exception = Assert.Throws<IOException>(() => Write(Ring(bytes: 3 * new FileInfo(_paths[0]).Length)));
        Assert.Equal("The directory has as many bytes as MaximumBytes allows, and none of them can be deleted.", exception.Message);
        _disk.Capacity = 0;
        exception = Assert.Throws<IOException>(() => Write(Ring(free: 1000)));
        Assert.Contains("less than MinimumFreeBytes", exception.Message, StringComparison.Ordinal);

        AssertKept([.. _paths]);
    }

    [Fact]
    public void Write_WhileAnotherInstanceDeletesTheSame_GoesOn()
    {
        Foreign("asyncprof-shop-20200101T000000Z-999999999.pb.gz");
        string young = Foreign("asyncprof-shop-20260102T030000Z-999999999.pb.gz");
        _disk.Deleting = () => File.Delete(young);

        Write(Ring(age: TimeSpan.FromHours(1)));

        AssertNewest(1);
    }

    [Fact]
    public void Write_WithFilesOlderThanTheProcessOfTheirId_TakesThemForAnothersThatHasEnded()
    {
        string old = Foreign("asyncprof-shop-20200101T000000Z-1-3.pb.gz"), young = Foreign("asyncprof-shop-20200101T000000Z-1-4.pb.gz");
        File.SetLastWriteTimeUtc(old, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc)); // the machine was not started then

        Write(Ring(keep: 1));

        Assert.False(File.Exists(old));
        Assert.True(File.Exists(young));
    }

    private KeptProfileFiles Ring(int keep = 100_000, int windows = 20, long bytes = long.MaxValue, TimeSpan? age = null, long free = 0) =>
        new(_directory.FullName, new RingCaps(keep, windows, bytes, age, free), _disk, _time, _written);

    private void WriteFor(KeptProfileFiles files, TimeSpan time)
    {
        for (TimeSpan gone = TimeSpan.Zero; gone < time; gone += Minute)
            Write(files);
    }

    private void Write(KeptProfileFiles files, bool isWindow = false)
    {
        _time.Pass(Minute);
        var profile = new ScriptedProfile();
        profile.Root("GET /orders", 1, 1_000_000);
        _paths.Add(files.Write(profile.Build(new RecordingInfo { Process = "shop", StartUtc = (_time.GetUtcNow() - Minute).UtcDateTime }), isWindow));
    }

    private string Foreign(string name)
    {
        string path = Path.Combine(_directory.FullName, name);
        File.WriteAllText(path, "what was there before");
        return path;
    }

    private void AssertNewest(int count) => AssertKept([.. _paths.TakeLast(count)]);

    private void AssertKept(IReadOnlyList<string> expected) =>
        Assert.Equal(expected.Order(StringComparer.Ordinal), _directory.GetFiles().Select(file => file.FullName).Order(StringComparer.Ordinal));
}
