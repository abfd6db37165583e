using AsyncProf.KeptProfiles;
using AsyncProf.Profiles;
using AsyncProf.Testing;

namespace AsyncProf.Runtime.Tests.KeptProfiles;

public sealed class ProfileWriterTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");
    private readonly KeptCounts _counts = new();

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Add_WhatCannotBeWritten_IsCountedWithWhyAndNotThrown()
    {
        var disk = new ScriptedDisk(_directory.FullName) { Failure = new IOException("No space left on device") };
        using (ProfileWriter writer = Writer(disk))
            writer.Add(Profile());

        Assert.Equal((0, 1), (_counts.Written, _counts.Unwritten));
        Assert.Equal("No space left on device", _counts.Why);
        Assert.Empty(_directory.GetFiles());
    }

    [Fact]
    public void Add_ToADirectoryThatMayNotBeWritten_IsCountedAsWell()
    {
        using (ProfileWriter writer = Writer(new ScriptedDisk(_directory.FullName) { Failure = new UnauthorizedAccessException("Access to the path is denied.") }))
            writer.Add(Profile());

        ProfilerStatus status = _counts.AddTo(new ProfilerStatus());
        Assert.Equal((0, 1), (status.WrittenProfiles, status.UnwrittenProfiles));
    }

    [Fact]
    public void Dispose_WithProfilesThatWait_WritesThem()
    {
        using (ProfileWriter writer = Writer(new ScriptedDisk(_directory.FullName)))
        {
            writer.Add(Profile());
            writer.Add(Profile());
        }

        Assert.Equal((2, 0), (_counts.Written, _counts.Unwritten));
        Assert.Equal(2, _directory.GetFiles().Length);
    }

    private ProfileWriter Writer(ScriptedDisk disk) => new(new KeptProfileFiles(_directory.FullName, new RingCaps(10, 10, long.MaxValue, null, 0), disk, new VirtualTime(), new WrittenFiles()), _counts);

    private static AsyncProfile Profile()
    {
        var profile = new ScriptedProfile();
        profile.Root("GET /orders", 1, 1_000_000);
        return profile.Build();
    }
}
