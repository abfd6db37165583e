using System.Collections.Concurrent;
using AsyncProf.Profiles;

namespace AsyncProf.Windows;

/// <summary>A profile that is being recorded, for all who asked for it.</summary>
internal sealed class ProfileWindow
{
    private readonly ConcurrentDictionary<ProfileForm, Lazy<Task<byte[]>>> _written = new();
    private readonly CancellationTokenSource _end;

    public ProfileWindow(IProfileRecorder recorder, TimeSpan length, long started, CancellationToken stopping)
    {
        (Length, Started) = (length, started);
        _end = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Profile = recorder.RecordAsync(length, _end.Token);
    }

    /// <summary>How long it is.</summary>
    public TimeSpan Length { get; }

    /// <summary>When it began, by the clock's timestamps.</summary>
    public long Started { get; }

    /// <summary>What it saw, once it has ended.</summary>
    public Task<AsyncProfile> Profile { get; }

    /// <summary>How many wait for it. Guarded by <see cref="SharedWindows"/>.</summary>
    public int Waiting { get; set; }

    /// <summary>Nobody waits for it any more: if it has not ended, it ends before its time.</summary>
    public void End()
    {
        _end.Cancel();
        _end.Dispose();
    }

    /// <summary>Does something when it has ended: at once where it has. What it does must be short.</summary>
    public void OnEnded(Action act)
    {
        if (Profile.IsCompleted)
            act();
        else
            Profile.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(act);
    }

    /// <summary>The profile in some form, which is written once for all who want it so.</summary>
    /// <param name="form">The form.</param>
    /// <param name="profile">What the window saw.</param>
    public Task<byte[]> WrittenAsync(ProfileForm form, AsyncProfile profile) =>
        _written.GetOrAdd(form, _ => new Lazy<Task<byte[]>>(() => WriteAsync(form, profile))).Value;

    private static Task<byte[]> WriteAsync(ProfileForm form, AsyncProfile profile)
    {
        var written = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        Aside.Run(written, () =>
        {
            using var output = new MemoryStream();
            form.Write(profile, output);
            written.SetResult(output.ToArray());
        });
        return written.Task;
    }
}
