using AsyncProf.Profiles;
using AsyncProf.Testing;
using AsyncProf.Windows;

namespace AsyncProf.AspNetCore.Tests.Windows;

public sealed class SharedWindowsTests
{
    private readonly VirtualTime _time = new();
    private readonly HeldRecorder _recorder = new();
    private readonly CancellationTokenSource _stopping = new();

    private static readonly TimeSpan Ten = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Join_OfAHundredAtOnce_RecordsOneProfile()
    {
        SharedWindows windows = Windows(most: 1, requests: 100);

        WindowSeat[] seats = [.. Enumerable.Range(0, 100).Select(_ => windows.Join(Ten))];
        _recorder.Finish();

        var form = new ProfileForm("application/octet-stream", "", null, static (profile, output) => profile.Save(output));
        byte[][] bodies = await Task.WhenAll(seats.Select(async seat => await seat.Window!.WrittenAsync(form, await seat.Window.Profile)));
        Assert.Single(_recorder.Recorded);
        Assert.All(bodies, body => Assert.Same(bodies[0], body));
    }

    [Fact]
    public async Task Join_OfOneWhoComesLate_IsAnotherWindow()
    {
        SharedWindows windows = Windows(most: 2, requests: 10);

        using WindowSeat first = windows.Join(Ten);
        await _time.RunAsync(() => Task.Delay(TimeSpan.FromSeconds(1), _time));
        using WindowSeat second = windows.Join(Ten);
        await _time.RunAsync(() => Task.Delay(TimeSpan.FromSeconds(1), _time));
        using WindowSeat third = windows.Join(Ten);

        Assert.Same(first.Window, second.Window);
        Assert.NotSame(first.Window, third.Window);
        Assert.Equal(2, _recorder.Recorded.Count);
    }

    [Fact]
    public async Task Join_WhereThereIsNoPlace_SaysWhenThereIs()
    {
        SharedWindows windows = Windows(most: 1, requests: 2);

        using WindowSeat first = windows.Join(Ten);
        await _time.RunAsync(() => Task.Delay(TimeSpan.FromSeconds(3), _time));
        using WindowSeat other = windows.Join(TimeSpan.FromSeconds(2));

        Assert.Null(other.Window);
        Assert.Equal(TimeSpan.FromSeconds(7), other.Free);
    }

    [Fact]
    public void Join_OfMoreThanMayWait_RefusesThem()
    {
        SharedWindows windows = Windows(most: 2, requests: 2);

        using WindowSeat first = windows.Join(Ten);
        using (windows.Join(Ten))
            Assert.Null(windows.Join(Ten).Window);

        Assert.NotNull(windows.Join(Ten).Window);
    }

    [Fact]
    public void Dispose_OfTheLastWhoWaits_EndsTheWindow()
    {
        SharedWindows windows = Windows(most: 1, requests: 10);

        WindowSeat first = windows.Join(Ten), second = windows.Join(Ten);
        first.Dispose();
        first.Dispose();
        Assert.False(_recorder.Recorded[0].End.IsCancellationRequested);
        second.Dispose();

        Assert.True(_recorder.Recorded[0].End.IsCancellationRequested);
        using (WindowSeat early = windows.Join(Ten))
            Assert.Null(early.Window); // it is still being written to its end
        _recorder.Finish();
        using WindowSeat third = windows.Join(Ten);
        Assert.NotSame(first.Window, third.Window!);
    }

    [Fact]
    public void Dispose_OfTheLastWhoWasAnswered_ForgetsTheProfile()
    {
        SharedWindows windows = Windows(most: 1, requests: 10);

        WindowSeat first = windows.Join(Ten), second = windows.Join(Ten);
        _recorder.Finish();
        first.Dispose();
        Assert.Equal(1, windows.Held);
        second.Dispose();

        Assert.Equal(0, windows.Held);
    }

    [Fact]
    public async Task Dispose_OfTheLastBeforeTheEnd_ForgetsTheProfileThen()
    {
        SharedWindows windows = Windows(most: 1, requests: 10);

        windows.Join(Ten).Dispose();
        Assert.Equal(1, windows.Held);
        await Task.Run(_recorder.Finish); // where all that follows from it is done at once

        Assert.Equal(0, windows.Held);
    }

    [Fact]
    public void Stop_OfTheApp_EndsAllWindows()
    {
        using WindowSeat seat = Windows(most: 1, requests: 10).Join(Ten);

        _stopping.Cancel();

        Assert.True(_recorder.Recorded[0].End.IsCancellationRequested);
    }

    private SharedWindows Windows(int most, int requests) => new(_recorder, _time, most, requests, _stopping.Token);

    private sealed class HeldRecorder : IProfileRecorder
    {
        private readonly TaskCompletionSource<AsyncProfile> _profile = new();

        public List<(TimeSpan Length, CancellationToken End)> Recorded { get; } = [];

        public Task<AsyncProfile> RecordAsync(TimeSpan length, CancellationToken end)
        {
            Recorded.Add((length, end));
            return _profile.Task;
        }

        public void Finish()
        {
            var profile = new ScriptedProfile();
            profile.Root("GET /", 1, 1000);
            _profile.SetResult(profile.Build());
        }
    }
}
