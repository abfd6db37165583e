using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AsyncProf.Events;
using AsyncProf.Hosting;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Pushing;
using AsyncProf.Testing;
using AsyncProf.Testing.Stores;

namespace AsyncProf.Runtime.Tests.Pushing;

/// <summary>Profiles go over a socket to a server that is one by its documentation.</summary>
public sealed class PushClientTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly PyroscopeStandIn _store = new(() => VirtualTime.Start);

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Post_ByThePushInterface_IsStoredUnderItsLabels()
    {
        PushAnswer answer = Post(Options());

        Assert.Equal(PushOutcome.Taken, answer.Outcome);
        Assert.Empty(_store.Refusals);
        Assert.Equal(
            5, _store.Series[new StoredSeries(
                "__delta__=false\n__name__=async\ndeployment_environment=prod\npyroscope_spy=dotnetspy\nregion=north\nservice_instance_id=pod-1\nservice_name=shop\nservice_version=1.4\n", "async:operations:count:wall:nanoseconds")]);
        Assert.Equal(12, _store.Series.Count); // one a sample type
    }

    [Fact]
    public void Post_ByIngest_IsStoredUnderItsLabels()
    {
        PushOptions options = Options();
        options.Api = PyroscopeApi.Ingest;

        Assert.Equal(PushOutcome.Taken, Post(options).Outcome);

        Assert.Equal(
            5, _store.Series[new StoredSeries(
                "__delta__=false\n__name__=wall\ndeployment_environment=prod\npyroscope_spy=dotnetspy\nregion=north\nservice_instance_id=pod-1\nservice_name=shop\nservice_version=1.4\n", "wall:operations:count:wall:nanoseconds")]);
    }

    [Theory]
    [InlineData(PyroscopeApi.Push, "async:cpu:nanoseconds:wall:nanoseconds")]
    [InlineData(PyroscopeApi.Ingest, "process_cpu:cpu:nanoseconds:wall:nanoseconds")] // by a rule of the server's
    public void Post_OfMeasuredCpu_IsStoredUnderAName(PyroscopeApi api, string type)
    {
        PushOptions options = Options();
        options.Api = api;
        var data = new ProfileDataBuilder();
        int stack = data.Intern(0, data.Intern(new Frame(FrameKind.Entry, "GET /a", false)));
        data.Add(new StackCharge(stack, new ChargeTags(RootKind.Request, OperationStatus.Completed, AwaitedBy.Parent, -1), new Measures(1, 1, default, default, new ResourceUse(0, 7, 0, 0))));

        Post(options, profile: new AsyncProfile(new RecordingInfo { StartUtc = VirtualTime.Start.UtcDateTime, DurationNs = 1, Cpu = new CpuInfo(7, 7, 0, 0) }, data.Build()));

        Assert.Equal(7, Assert.Single(_store.Series, series => series.Key.ProfileType == type).Value);
    }

    [Fact]
    public void Post_ToAPageThatTakesAnything_IsRefused()
    {
        _store.Instead = _ => new StandInAnswer(200, "<html>Log in", "Content-Type: text/html");

        Assert.Equal(new PushAnswer(PushOutcome.Refused, "it answered 200, but not as Pyroscope does"), Post(Options()));
    }

    [Fact]
    public void Post_WithLabelsOfSamples_IsASeriesOfEachOfTheirValues()
    {
        PushOptions options = Options();
        options.SampleLabels = PushedLabels.Root;

        Post(options);

        Assert.Equal(2 * 12, _store.Series.Count);
        Assert.Contains(_store.Series.Keys, series => series.Labels.Contains("asyncprof_root=GET /b\n", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(PushedLabels.None, true)]
    [InlineData(PushedLabels.Trace, false)]
    public void Post_OfSamplesOfSpans_MakesNoSeriesOfThem(PushedLabels labels, bool isOld)
    {
        _store.MakesSeriesOfTraces = isOld;
        PushOptions options = Options();
        options.SampleLabels = labels;
        var data = new ProfileDataBuilder();
        int stack = data.Intern(0, data.Intern(new Frame(FrameKind.Entry, "GET /a", false)));
        for (uint span = 1; span <= 100; span++)
        {
            var tags = new ChargeTags(RootKind.Request, OperationStatus.Completed, AwaitedBy.Parent, -1);
            data.Add(new StackCharge(stack, tags.LinkedTo(data.Link(new SpanLink(span, span))), new Measures(1, 1, new TimeByState(1, 0, 0, 0), default)));
        }

        Post(options, profile: new AsyncProfile(new RecordingInfo { StartUtc = VirtualTime.Start.UtcDateTime, DurationNs = 1 }, data.Build()));

        Assert.Equal(100, Assert.Single(_store.Profiles).Samples.Count);
        Assert.Equal(12, _store.Series.Count); // one a sample type
    }

    [Fact]
    public void Post_WithAllThatMayBeConfigured_KeepsWithinTheStoresLabels()
    {
        PushOptions options = Options();
        options.SampleLabels = PushedLabels.Root | PushedLabels.RootKind | PushedLabels.Status | PushedLabels.Trace;
        for (int i = 1; i < 20; i++)
            options.Labels[$"l{i}"] = new string('x', 2_048);

        Assert.Equal("", Post(options).Problem);
        Assert.Empty(_store.Refusals);
    }

    [Fact]
    public void Post_OfAProfileThatIsTooLargeAndTooDeep_IsStoredWithAllItsTimeAndEveryLeaf()
    {
        var script = new ScriptedProfile();
        int deep = script.Root("GET /deep", 1);
        for (int i = 0; i < 1_400; i++)
            deep = script.Call(deep, $"M{i}", 1, waitingNs: 1);
        for (int i = 0; i < 20_000; i++)
            script.Root($"GET /{i}/{new string('x', 200)}", 1, runningNs: 5);
        PushSettings settings = Options().ToSettings()!;
        AsyncProfile profile = script.Build(new RecordingInfo { StartUtc = VirtualTime.Start.UtcDateTime, DurationNs = 1 });
        var client = new PushClient(settings.Endpoint, PushFormat.Of(settings), TimeProvider.System);

        foreach (PushPart part in new ProfileParts(new SeriesBound(settings.SampleLabels, settings.MaximumSeries)).Of(profile))
            Assert.Equal("", client.Post(part, Patience, default).Problem);

        Assert.InRange(_store.Profiles.Count, 3, 8);
        Assert.Equal(0, _store.CutStacks);
        foreach (PprofSum sum in PprofSum.Of(profile))
            Assert.Equal(sum.Value, _store.Series.Where(series => series.Key.ProfileType.StartsWith($"async:{sum.Type}:", StringComparison.Ordinal)).Sum(series => series.Value));
    }

    [Fact]
    public void Post_ToAServerWithTenants_SaysWhose()
    {
        _store.HasTenants = true;
        PushOptions options = Options();

        Assert.Equal("it answered 401: no org id", Post(options).Problem);
        options.Tenant = "team-a";
        Assert.Equal(PushOutcome.Taken, Post(options).Outcome);
    }

    [Fact]
    public void Post_OfWhatTheServerRefuses_IsNotToBeRepeated()
    {
        PushAnswer answer = Post(Options(), VirtualTime.Start.UtcDateTime.AddHours(-2));

        Assert.Equal((PushOutcome.Refused, "it answered 400: its time is outside the window"), (answer.Outcome, answer.Problem));
    }

    [Fact]
    public void Post_ToABusyServer_IsToBeRepeatedWhenItSays()
    {
        _store.Instead = _ => new StandInAnswer(429, "", "Retry-After: 7");

        PushAnswer answer = Post(Options());

        Assert.Equal((PushOutcome.Later, TimeSpan.FromSeconds(7)), (answer.Outcome, answer.After));
    }

    [Fact]
    public void Post_ToAServerThatSendsUsElsewhere_GoesNowhere()
    {
        using var elsewhere = new StandInServer(_ => new StandInAnswer(200));
        _store.Instead = _ => new StandInAnswer(307, "", $"Location: {elsewhere.Url}/push.v1.PusherService/Push");

        Assert.Equal(PushOutcome.Refused, Post(Options()).Outcome);
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task Post_ToAServerThatSaysNothing_IsGivenUp()
    {
        _store.Server.IsSilent = true;
        var time = new VirtualTime();
        Task<PushAnswer> post = Task.Run(() => Post(Options(), time: time));

        await Eventually.TrueAsync(() => _store.Server.Requests.Count == 1);
        await time.RunAsync(post);

        Assert.Equal(new PushAnswer(PushOutcome.Later, "it did not answer within 10 s"), await post); // it was asked, and may choke on this very profile
    }

    [Fact]
    public async Task Post_WhenToldToStop_IsGivenUp()
    {
        _store.Server.IsSilent = true;
        using var stop = new CancellationTokenSource();
        Task<PushAnswer> post = Task.Run(() => Post(Options(), time: new VirtualTime(), stop: stop.Token));

        await Eventually.TrueAsync(() => _store.Server.Requests.Count == 1);
        await stop.CancelAsync();

        Assert.Equal(new PushAnswer(PushOutcome.Later, "it had not answered yet"), await post);
    }

    [Fact]
    public void Post_WithoutWhatASocketNeeds_IsToBeRepeated() => Assert.Equal(new PushAnswer(PushOutcome.Away, "no more timers"), Post(Options(), time: new ExhaustedTime()));

    [Fact]
    public async Task Post_ToANameThatTheSystemLooksUpWithoutEnd_IsGivenUpInTime()
    {
        using var never = new ManualResetEventSlim();
        PushOptions options = Options();
        options.Endpoint = "http://pyroscope.invalid:4040";
        var time = new VirtualTime();
        Task<PushAnswer> post = Task.Run(() => Post(options, time: time, find: _ =>
        {
            never.Wait();
            return [];
        }));

        await time.RunAsync(post);
        never.Set();

        Assert.Equal(new PushAnswer(PushOutcome.Away, "it did not answer within 10 s"), await post);
    }

    [Fact]
    public void Post_ToAName_GoesToItsAddresses()
    {
        PushOptions options = Options();
        options.Endpoint = _store.Server.Url.Replace("127.0.0.1", "pyroscope.invalid", StringComparison.Ordinal);

        Assert.Equal(PushOutcome.Taken, Post(options, find: _ => [IPAddress.Loopback]).Outcome);
        Assert.StartsWith("Host: pyroscope.invalid:", Assert.Single(_store.Server.Requests).Headers[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Post_ToANameThatIsNone_SaysWhy()
    {
        PushOptions options = Options();
        options.Endpoint = "http://pyroscope.invalid:4040";

        Assert.Equal(new PushAnswer(PushOutcome.Away, "no such host"), Post(options, find: _ => throw new SocketException((int)SocketError.HostNotFound, "no such host")));
    }

    [Fact]
    public void Post_ToNobody_IsToBeRepeated()
    {
        PushOptions options = Options();
        _store.Dispose();

        PushAnswer answer = Post(options);

        Assert.Equal(PushOutcome.Away, answer.Outcome);
        Assert.NotEmpty(answer.Problem);
    }

    [Theory]
    [InlineData("http", "Later")]
    [InlineData("https", "Away")] // before it could be asked
    public void Post_ToAServerThatHangsUp_IsToBeRepeated(string scheme, string outcome)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var server = new Thread(() => listener.AcceptSocket().Dispose()) { IsBackground = true };
        server.Start();
        PushOptions options = Options();
        options.Endpoint = $"{scheme}://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

        Assert.Equal(outcome, Post(options).Outcome.ToString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Post_BySecureHttp_GoesToWhomTheSystemTrustsAlone(bool isTrusted)
    {
        using RSA key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        using X509Certificate2 certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null); // with a key that TLS can use on every system
        using var server = new StandInServer(_store.Answer, certificate);
        PushOptions options = Options();
        options.Endpoint = server.Url;

        PushAnswer answer = Post(options, validate: isTrusted ? static (_, _, _, _) => true : null);

        Assert.Equal(isTrusted ? PushOutcome.Taken : PushOutcome.Away, answer.Outcome);
        Assert.Equal(!isTrusted, answer.Problem.StartsWith("The remote certificate is invalid", StringComparison.Ordinal));
        Assert.Equal(isTrusted ? 1 : 0, server.Requests.Count);
    }

    /// <summary>A clock of a process that has run out of something.</summary>
    private sealed class ExhaustedTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => throw new InvalidOperationException("no more timers");
    }

    private PushOptions Options() => new() { Endpoint = _store.Server.Url, ServiceName = "shop", ServiceVersion = "1.4", DeploymentEnvironment = "prod", Instance = "pod-1", Labels = { ["region"] = "north" } };

    private static PushAnswer Post(
        PushOptions options, DateTime? start = null, TimeProvider? time = null, CancellationToken stop = default, RemoteCertificateValidationCallback? validate = null,
        Func<string, IPAddress[]>? find = null, AsyncProfile? profile = null)
    {
        Assert.Empty(options.Validate("Push"));
        PushSettings settings = options.ToSettings()!;
        var script = new ScriptedProfile();
        script.Root("GET /a", 3, runningNs: 100);
        script.Root("GET /b", 2, runningNs: 10);
        profile ??= script.Build(new RecordingInfo { StartUtc = start ?? VirtualTime.Start.UtcDateTime, DurationNs = 1 });
        PushPart part = Assert.Single(new ProfileParts(new SeriesBound(settings.SampleLabels, settings.MaximumSeries)).Of(profile));
        return new PushClient(settings.Endpoint, PushFormat.Of(settings), time ?? TimeProvider.System, validate, find).Post(part, Patience, stop);
    }
}
