using AsyncProf.Profiles;
using AsyncProf.Runtime.Tests.Live;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AsyncProf.Runtime.Tests.Pipeline;

/// <summary>The hosted service keeps profiles of what it sees.</summary>
[Collection(LiveCollection.Name)]
public sealed class ProfileKeeperTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Profiles_OfARunningApp_AreWrittenAndTheOldestOfItsOwnDeleted()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        string foreign = Path.Combine(_directory.FullName, "asyncprof-other-app.pb.gz");
        string process = string.Concat(AsyncProf.Capture.ThisProcess.Name.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_'));
        string living = Path.Combine(_directory.FullName, $"asyncprof-{process}-20200101T000000Z-1.pb.gz"), gone = Path.Combine(_directory.FullName, $"asyncprof-{process}-20200101T000000Z-999999999.pb.gz");
        foreach (string file in (string[])[foreign, living, gone])
            await File.WriteAllTextAsync(file, "somebody else's");
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddAsyncProf(options =>
        {
            options.Profiles.Directory = _directory.FullName;
            options.Profiles.Interval = TimeSpan.FromSeconds(1);
            options.Profiles.Keep = 2;
        });
        using (IHost host = builder.Build())
        {
            await host.StartAsync();
            for (int i = 0; i < 35; i++)
                await SleepAsync();
            await host.StopAsync();
        }

        string[] files = [.. _directory.GetFiles().Select(file => file.FullName).Where(file => file != foreign && file != living)];
        Assert.Equal(2, files.Length);
        Assert.True(File.Exists(foreign) && File.Exists(living)); // another instance may be writing its own
        Assert.False(File.Exists(gone));
        AsyncProfile[] profiles = [.. files.Select(file => AsyncProfile.Load(file))];
        Assert.All(profiles, profile => Assert.Equal("hosted", profile.Recording.Source));
        MethodRow row = Assert.Single(AsyncProfile.Merge(profiles).Methods, row => row.Method == $"{typeof(ProfileKeeperTests).FullName}.SleepAsync");
        Assert.InRange(row.Calls, 1, 34); // the first ones are in a file that is gone
    }

    private static async Task SleepAsync() => await Task.Delay(100);
}
