using AsyncProf.Attribution;
using AsyncProf.Engine;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Stitching;
using AsyncProf.Stitching.Records;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Metadata;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Core.Tests.Stitching;

/// <summary>What a request is called when the framework tells its route in the middle of it.</summary>
public class EntryNameTests
{
    private const int Key = 7;

    private readonly NameTable _names = new();

    [Fact]
    public void Name_OfAnActivityThatHasNone_IsTheFirstThatWasTold() =>
        Assert.Equal("GET /a", NameOf(Start(), Told(Key, "GET /a"), Told(Key, "GET /error"), Stop("HttpRequestIn", EntryFlags.Unnamed)));

    [Fact]
    public void Name_OfAnActivityThatHasOne_IsItsOwn() => Assert.Equal("Checkout", NameOf(Start(), Told(Key, "GET /a"), Stop("Checkout", EntryFlags.None)));

    [Fact]
    public void Name_OfAnActivityOfWhichNothingWasTold_IsTheFrameworks() => Assert.Equal("HttpRequestIn", NameOf(Start(), Stop("HttpRequestIn", EntryFlags.Unnamed)));

    [Fact]
    public void Name_WithoutAnActivity_TakesThePlaceOfThePath() =>
        Assert.Equal("GET /a/{id}", NameOf(AsyncEvent.RequestStart(0, _names.Intern("GET /a/{}")), Told(0, "GET /a/{id}"), AsyncEvent.RequestStop(0)));

    [Fact]
    public void Name_WithinTheServersOwnEntry_IsTheActivitys() =>
        Assert.Equal("GET /a", NameOf(AsyncEvent.RequestStart(0, _names.Intern("GET /a/{}")), Start(), Told(Key, "GET /a"), Stop("HttpRequestIn", EntryFlags.Unnamed), AsyncEvent.RequestStop(0)));

    [Fact]
    public void Name_OfAnActivityThatIsNoEntry_GoesToTheServersOwn() =>
        Assert.Equal("GET /a/{id}", NameOf(AsyncEvent.RequestStart(0, _names.Intern("GET /a/{}")), Told(Key, "GET /a/{id}"), AsyncEvent.RequestStop(0)));

    [Fact]
    public void Name_OfNothingThatIsOpen_IsPassedOver()
    {
        ProfileReading profile = Play(Told(Key, "GET /a"), Told(0, "GET /b"));

        Assert.DoesNotContain(profile.Profile.Roots, root => root.Kind == RootKind.Request);
    }

    [Fact]
    public void Failure_OfAnActivityThatDoesNotSaySo_IsTheRequestsWhateverItIsCalled()
    {
        RootRow request = Assert.Single(Play(Start(), Told(Key, "GET /a"), Failed(Key), Stop("HttpRequestIn", EntryFlags.Unnamed)).Profile.Roots, root => root.Kind == RootKind.Request);

        Assert.Equal(("GET /a", 1), (request.Name, request.Errors));
        Assert.Equal("HttpRequestIn", NameOf(Start(), Failed(Key), Stop("HttpRequestIn", EntryFlags.Unnamed)));
    }

    [Fact]
    public void Failure_WithoutAnActivity_IsTheServersOwnRequests()
    {
        RootRow request = Assert.Single(Play(AsyncEvent.RequestStart(0, _names.Intern("GET /a/{}")), Failed(0), AsyncEvent.RequestStop(0)).Profile.Roots, root => root.Kind == RootKind.Request);

        Assert.Equal(("GET /a/{}", 1), (request.Name, request.Errors));
    }

    [Theory]
    [InlineData(nameof(EntryNews.None), "Request")]
    [InlineData(nameof(EntryNews.Own), "Request, Own")]
    [InlineData(nameof(EntryNews.Lasting), "Request, Lasting")]
    [InlineData("Failed, Lasting", "Request, Error, Lasting")]
    public void News_OfARequest_StayWithIt(string told, string expected)
    {
        EntryNews news = Enum.Parse<EntryNews>(told);
        var trees = new Sink();
        var methods = new MethodTable(_names, new MetadataIndex());
        Stitcher stitcher = new AsyncEngine(_names, methods, trees, new StitcherLimits { GraceTicks = 5 }).Stitcher;
        foreach (LoggedEvent logged in Log(Start(), Told(Key, "GET /a") with { Detail = (byte)news }, AsyncEvent.EntryName(0, Key, NameTable.NoneId), Stop("HttpRequestIn", EntryFlags.Unnamed)))
            stitcher.Process(stitcher.Thread(logged.Thread), logged.Event);
        stitcher.Finish(stitcher.Now);

        Assert.Equal(expected, (Assert.Single(trees.Requests) & ~EntryFlags.Unnamed).ToString());
    }

    private static AsyncEvent Failed(long key) => AsyncEvent.EntryName(0, key, NameTable.NoneId) with { Detail = (byte)EntryNews.Failed };

    private static AsyncEvent Start() => AsyncEvent.EntryStart(0, Key, EntryFlags.Request);

    private AsyncEvent Told(long key, string name) => AsyncEvent.EntryName(0, key, _names.Intern(name));

    private AsyncEvent Stop(string name, EntryFlags flags) => AsyncEvent.EntryStop(0, Key, _names.Intern(name), EntryFlags.Request | flags);

    private string NameOf(params AsyncEvent[] events) => Assert.Single(Play(events).Profile.Roots, root => root.Kind == RootKind.Request).Name;

    /// <summary>Plays events of one thread inside an operation, one tick apart.</summary>
    private ProfileReading Play(params AsyncEvent[] events) => Playback.Of(_names, Log(events));

    private List<LoggedEvent> Log(params AsyncEvent[] events)
    {
        List<LoggedEvent> log = [];
        AsyncEvent[] all =
        [
            AsyncEvent.OperationBegin(0, 1, _names.Intern("Async: <Loop>d__0")),
            AsyncEvent.ContinuationScheduled(0, 2),
            AsyncEvent.WorkBegin(0, 1, TaskWork.Execution),
            .. events,
            AsyncEvent.OperationEnd(0, 1, OperationStatus.Completed),
            AsyncEvent.WorkEnd(0, TaskWork.Execution),
        ];
        foreach (AsyncEvent e in all)
            log.Add(new LoggedEvent(1, e with { Timestamp = log.Count + 1 }));
        return log;
    }

    private sealed class Sink : ITreeSink
    {
        public List<EntryFlags> Requests { get; } = [];

        public void OnTree(RootTree tree)
        {
            if (tree.Kind == RootKind.Request)
                Requests.Add(tree.EntryFlags);
        }
    }
}
