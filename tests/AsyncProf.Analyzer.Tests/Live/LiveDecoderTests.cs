using AsyncProf.Events;
using AsyncProf.Live;
using AsyncProf.Profiles;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Analyzer.Tests.Live;

/// <summary>Pictures of a program while it runs, on a virtual clock.</summary>
public sealed class LiveDecoderTests : IDisposable
{
    private const string Load = "Shop.LoadAsync", Main = "Shop.Main";
    private const long Second = 1_000_000_000, Millisecond = 1_000_000;

    private readonly LiveRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Pictures_OfCallsInARow_EachHaveThoseThatEndedInTheirSecond()
    {
        PlayLoads(10); // of 400 ms each

        Assert.Equal([2, 2, 3, 2], Windows().Select(window => Row(window, Load).Calls));
        Assert.Equal([2, 4, 7, 9], _run.Pictures.Select(picture => Row(picture.Total, Load).Calls));
        Assert.All(_run.Pictures, picture => Assert.Equal(400 * Millisecond, Row(picture.Window, Load).P99Ns));
        Assert.Equal([1, 2, 3, 4], _run.Pictures.Select(picture => picture.State.SinceStartNs / Second));
    }

    [Fact]
    public void Pictures_OfOneRoot_ShareOutItsTimeToTheTick()
    {
        PlayLoads(10);

        Assert.Equal([999, 1000, 1000, 1000], Windows().Select(window => window.Methods.Sum(row => row.ElapsedSelf.TotalNs) / Millisecond)); // it begins with the first millisecond
        Assert.All(Windows(), window => Assert.Equal(Second, window.Recording.DurationNs));
        AsyncProfile total = _run.Pictures[^1].Total;
        Assert.Equal((4 * Second, (4 * Second) - Millisecond), (total.Recording.DurationNs, total.Methods.Sum(row => row.ElapsedSelf.TotalNs)));
    }

    [Fact]
    public void Pictures_OfWhatHasNotEnded_HaveItsTimeSoFar()
    {
        _run.Play(s => s.Method(Main, [new Step.Await(s.Method(Load, [new Step.Await(s.Delay(3_500))]))]));
        _run.Finish();

        Assert.Equal([999, 1000, 1000, 501], Windows().Select(window => Row(window, Load).ElapsedSelf.WaitingNs / Millisecond));
        Assert.Equal([0, 0, 0, 1], Windows().Select(window => Row(window, Load).Calls));
        Assert.Equal([2, 2, 2, 0], _run.Pictures.Select(picture => picture.State.OpenOperations));
        Assert.InRange(Row(_run.Pictures[^1].Window, Load).MaxNs, 3_500 * Millisecond, 3_675 * Millisecond); // within its bucket
        Assert.Equal(0, _run.Pictures[^1].Total.Recording.Unbalanced);
    }

    [Fact]
    public void Forget_InTheThirdSecond_LeavesThatAndWhatFollows()
    {
        _run.Ask = (2_500, decoder => decoder.Forget());
        PlayLoads(10);

        Assert.Equal([2, 4, 3, 5], _run.Pictures.Select(picture => Row(picture.Total, Load).Calls));
        Assert.Equal([1, 2, 1, 2], _run.Pictures.Select(picture => picture.Total.Recording.DurationNs / Second));
        Assert.Equal(_run.Pictures[^1].Window.Recording.Events + _run.Pictures[^2].Window.Recording.Events, _run.Pictures[^1].Total.Recording.Events);
    }

    [Fact]
    public void Picture_AfterSilence_IsAsLongAsThat()
    {
        _run.Beat(300);
        _run.Beat(6_500);
        _run.Beat(6_900);
        _run.Beat(7_000);

        Assert.Equal([6, 1], Windows().Select(window => window.Recording.DurationNs / Second));
        Assert.Empty(_run.Pictures[0].Window.Methods);
    }

    [Fact]
    public void Finish_WithinASecond_ShowsWhatThereIsOnlyIfItIsMuchOrAll()
    {
        _run.Play(s => s.Method(Main, [new Step.Await(s.Delay(300))]));
        Assert.Empty(_run.Pictures);
        _run.Finish();
        Assert.Equal(301 * Millisecond, Assert.Single(_run.Pictures).Window.Recording.DurationNs);

        using var other = new LiveRun();
        other.Play(s => s.Method(Main, [new Step.Await(s.Delay(2_300))]));
        other.Finish();
        Assert.Equal([1000, 1000], other.Pictures.Select(picture => picture.Window.Recording.DurationNs / Millisecond));
    }

    [Fact]
    public void State_OfAPoolThatIsBusy_TellsHowLongWhatIsReadyWaits()
    {
        _run.Play(
            s =>
            {
                SimTask[] works = [.. Enumerable.Range(0, 3).Select(_ => s.Method(Load, [new Step.Yield(), new Step.Burn(100)]))];
                return s.Method(Main, [new Step.Yield(), .. works.Select(work => new Step.Start(work)), new Step.Await(s.WhenAll(works))]);
            },
            threads: 1);
        _run.Finish();

        LiveState state = Assert.Single(_run.Pictures).State;
        Assert.InRange(state.Resumptions, 4, 10);
        Assert.InRange(state.ReadyMeanNs, 20 * Millisecond, 100 * Millisecond); // 0, 100 and 200 ms, and what went on without one
        Assert.InRange(state.ReadyP99Ns, 190 * Millisecond, 210 * Millisecond);
    }

    [Fact]
    public void Pictures_OfARequest_HaveItWhenItEnds()
    {
        PlayRequest(2_400);

        Assert.Equal([0, 0, 1], Windows().Select(window => window.Roots.Where(root => root.Kind == RootKind.Request).Sum(root => root.Count)));
        RootRow request = Windows().Last().Roots.Single(root => root.Kind == RootKind.Request);
        Assert.Equal(("GET /slow", 2_400 * Millisecond), (request.Name, request.ElapsedNs));
        Assert.Equal([1, 1, 0], _run.Pictures.Select(picture => picture.State.OpenRequests));
        Assert.Equal([999, 1999, 0], _run.Pictures.Select(picture => picture.State.OldestRequestNs / Millisecond));
    }

    [Fact]
    public void Pictures_OfARequestThatGoesOnAndOn_ShowWhatItDoesAfterAWhile()
    {
        PlayRequest(40_400);

        bool[] shown = [.. Windows().Select(window => window.Methods.Any(row => row.Method == Load))];
        Assert.DoesNotContain(true, shown[..30]);
        Assert.DoesNotContain(false, shown[31..40]);
        Assert.Equal(1000, Row(Windows().ElementAt(35), Load).ElapsedSelf.WaitingNs / Millisecond);
        Assert.Equal(10_401, Row(_run.Pictures[^1].Total, Load).ElapsedSelf.WaitingNs / Millisecond); // before, it was who served the request that waited
        Assert.DoesNotContain(_run.Pictures[^1].Total.Roots, root => root.Kind == RootKind.Request);
    }

    [Fact]
    public void Pictures_ARequestThatIsOpenAtTheEnd_IsCountedInTheLast()
    {
        _run.Play(s => s.Method(Main, [new Step.Yield(), new Step.Mark(true, 1, ""), new Step.Await(s.Delay(800))]));
        _run.Finish();

        LiveState state = _run.Pictures[^1].State;
        Assert.Equal(1, state.OpenRequests);
        Assert.Equal(800, state.OldestRequestNs / Millisecond);
    }

    [Fact]
    public void State_OfBytes_IsWhatCameInTheWindow()
    {
        _run.Bytes = 100;
        _run.Beat(1_000);
        _run.Bytes = 350;
        _run.Beat(2_000);

        Assert.Equal([100, 250], _run.Pictures.Select(picture => picture.State.WindowBytes));
    }

    private void PlayLoads(int count)
    {
        _run.Play(s => s.Method(Main, [.. Enumerable.Range(0, count).Select(_ => new Step.Await(s.Method(Load, [new Step.Await(s.Delay(400))])))]));
        _run.Finish();
    }

    private void PlayRequest(long milliseconds)
    {
        _run.Play(s => s.Method(Main, [new Step.Yield(), new Step.Mark(true, 1, ""), new Step.Await(s.Method(Load, [new Step.Await(s.Delay(milliseconds))])), new Step.Mark(false, 1, "GET /slow"), new Step.Await(s.Delay(500))]));
        _run.Finish();
    }

    private IEnumerable<AsyncProfile> Windows() => _run.Pictures.Select(picture => picture.Window);

    private static MethodRow Row(AsyncProfile profile, string method) => profile.Methods.Single(row => row.Method == method);
}
