using System.Net;
using System.Net.Http.Headers;
using AsyncProf.EndToEnd.Tests.Receiving.Otlp;
using AsyncProf.Exporters.Otlp;
using AsyncProf.Exporters.Otlp.Sending;
using AsyncProf.Testing;

namespace AsyncProf.Analyzer.Tests.Exporters.Otlp.Sending;

/// <summary>What a receiver answers, and what becomes of the spans, on a virtual clock.</summary>
public class OtlpSenderTests
{
    private static readonly OtlpResource Resource = new([new("service.name", "shop")]);

    private readonly VirtualTime _time = new();
    private readonly List<(TimeSpan At, HttpRequestMessage Request, byte[] Body)> _posted = [];

    [Fact]
    public async Task Send_ToAReceiverThatTakesIt_IsOnePost()
    {
        OtlpSender sender = await SendAsync(1, _ => new HttpResponseMessage(HttpStatusCode.OK));

        (_, HttpRequestMessage request, byte[] body) = Assert.Single(_posted);
        Assert.Equal((HttpMethod.Post, "http://receiver:4318/v1/traces"), (request.Method, request.RequestUri!.AbsoluteUri));
        Assert.Equal("application/x-protobuf", request.Content!.Headers.ContentType!.ToString());
        Assert.Equal("a b", Assert.Single(request.Headers.GetValues("x-token")));
        Assert.Equal(3, Assert.Single(ExportTraceServiceRequest.Parser.ParseFrom(body).ResourceSpans).ScopeSpans[0].Spans.Count);
        Assert.Equal((3, 0, 0, ""), (sender.Delivered, sender.Rejected, sender.Lost, sender.Problem));
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.BadGateway)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.GatewayTimeout)]
    public async Task Send_ToAReceiverThatIsBusyForAWhile_ComesAgainLaterAndLater(HttpStatusCode status)
    {
        OtlpSender sender = await SendAsync(1, attempt => new HttpResponseMessage(attempt < 3 ? status : HttpStatusCode.OK));

        Assert.Equal((3, 0), (sender.Delivered, sender.Lost));
        TimeSpan[] waits = [.. _posted.Zip(_posted.Skip(1), (a, b) => b.At - a.At)];
        Assert.Equal(3, waits.Length);
        for (int i = 0; i < waits.Length; i++)
            Assert.InRange(waits[i], TimeSpan.FromSeconds(0.8 * (1 << i)), TimeSpan.FromSeconds(1.2 * (1 << i)));
    }

    [Fact]
    public async Task Send_ToAReceiverThatSaysWhen_ComesThen()
    {
        OtlpSender sender = await SendAsync(1, attempt => attempt switch
        {
            0 => Busy(new RetryConditionHeaderValue(TimeSpan.FromSeconds(7))),
            1 => Busy(new RetryConditionHeaderValue(VirtualTime.Start.AddSeconds(16))),
            _ => new HttpResponseMessage(HttpStatusCode.OK),
        });

        Assert.Equal([0, 7, 16], _posted.Select(post => post.At.TotalSeconds));
        Assert.Equal(3, sender.Delivered);

        static HttpResponseMessage Busy(RetryConditionHeaderValue after) => new(HttpStatusCode.ServiceUnavailable) { Headers = { RetryAfter = after } };
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.Redirect)]
    public async Task Send_ToOneThatWillNeverTakeIt_IsTriedOnceAndCounted(HttpStatusCode status)
    {
        OtlpSender sender = await SendAsync(1, _ => new HttpResponseMessage(status));

        Assert.Single(_posted);
        Assert.Equal((0, 3), (sender.Delivered, sender.Lost));
        Assert.StartsWith(FormattableString.Invariant($"it answered {(int)status} "), sender.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_ToADeadReceiver_EndsAndLetsItAlone()
    {
        OtlpSender sender = await SendAsync(5, _ => throw new HttpRequestException("Connection refused"));

        Assert.Equal((0, 15, "Connection refused"), (sender.Delivered, sender.Lost, sender.Problem));
        Assert.InRange(_posted.Count, 4, 7);
        Assert.InRange(_time.Now, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(31));
    }

    [Fact]
    public async Task Send_AfterAWhileToOneThatWasDead_IsTriedAgain()
    {
        bool isDead = true;
        var sender = Sender(_ => isDead ? throw new HttpRequestException("Connection refused") : new HttpResponseMessage(HttpStatusCode.OK));

        await _time.RunAsync(() => sender.SendAsync(Resource, Spans(), default));
        isDead = false;
        await _time.RunAsync(() => sender.SendAsync(Resource, Spans(), default));
        await _time.RunAsync(() => Task.Delay(TimeSpan.FromSeconds(31), _time));
        await _time.RunAsync(() => sender.SendAsync(Resource, Spans(), default));

        Assert.Equal((3, 6), (sender.Delivered, sender.Lost));
    }

    [Fact]
    public async Task Send_WithPatienceToOneThatIsDeadForLong_LosesNothingAndWarnsOnce()
    {
        List<string> warnings = [];
        OtlpSender sender = Sender(_ => _time.Now < TimeSpan.FromMinutes(10) ? throw new HttpRequestException("Connection refused") : new HttpResponseMessage(HttpStatusCode.OK), warnings.Add);
        sender.IsPatient = true;

        await _time.RunAsync(() => sender.SendAsync(Resource, Spans(), default));
        await _time.RunAsync(() => sender.SendAsync(Resource, Spans(), default));

        Assert.Equal((6, 0), (sender.Delivered, sender.Lost));
        Assert.Equal("Connection refused", Assert.Single(warnings));
        Assert.All(_posted.Zip(_posted.Skip(1), (a, b) => b.At - a.At), wait => Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromSeconds(9.6)));
    }

    [Fact]
    public async Task Send_WhosePatienceEnds_GivesUpAtTheNextAttempt()
    {
        OtlpSender sender = null!;
        sender = Sender(attempt =>
        {
            sender.IsPatient = attempt < 20;
            throw new HttpRequestException("Connection refused");
        });
        sender.IsPatient = true;

        await _time.RunAsync(() => sender.SendAsync(Resource, Spans(), default));

        Assert.Equal((21, 3L), (_posted.Count, sender.Lost));
    }

    [Fact]
    public async Task Send_ToAReceiverThatNeverAnswers_GivesUpEachAttempt()
    {
        OtlpSender sender = await SendAsync(2, null);

        Assert.Equal((0, 6, "it did not answer within 10 s"), (sender.Delivered, sender.Lost, sender.Problem));
        Assert.InRange(_posted.Count, 2, 4);
        Assert.InRange(_time.Now, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Send_ToAReceiverThatWantsNotAll_CountsWhatItRejected()
    {
        byte[] answer = [10, 2 + 4 + 2, 8, 2, 18, 4, .. "full"u8]; // partial_success: rejected_spans 2, error_message "full"

        OtlpSender sender = await SendAsync(1, _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(answer) });

        Assert.Equal((1, 2, 0, "full"), (sender.Delivered, sender.Rejected, sender.Lost, sender.Problem));
    }

    [Fact]
    public async Task Send_ToOneThatAnswersAnything_TakesItForDelivered()
    {
        byte[] junk = [.. Enumerable.Range(0, 200_000).Select(i => (byte)(i * 7))];

        OtlpSender sender = await SendAsync(1, _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(junk) });

        Assert.Equal((3, 0, 0), (sender.Delivered, sender.Rejected, sender.Lost));
    }

    [Fact]
    public async Task Send_AfterAStop_CountsAsLost()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        OtlpSender sender = Sender(_ => new HttpResponseMessage(HttpStatusCode.OK));

        await sender.SendAsync(Resource, Spans(), stop.Token);

        Assert.Equal((0, 3L), (_posted.Count, sender.Lost));
    }

    private async Task<OtlpSender> SendAsync(int batches, Func<int, HttpResponseMessage>? answer)
    {
        OtlpSender sender = Sender(answer);
        for (int i = 0; i < batches; i++)
            await _time.RunAsync(() => sender.SendAsync(Resource, Spans(), default));
        return sender;
    }

    private OtlpSender Sender(Func<int, HttpResponseMessage>? answer, Action<string>? warn = null)
    {
        OtlpEndpoint endpoint = OtlpEndpoint.Parse("http://receiver:4318", name => name == "OTEL_EXPORTER_OTLP_HEADERS" ? "x-token=a%20b" : null)!;
        var http = new HttpMessageInvoker(new Receiver(_time, _posted, answer));
        return new OtlpSender(new OtlpClient(http, endpoint, _time), _time) { Warn = warn };
    }

    private static OtlpSpan[] Spans() => [.. Enumerable.Range(1, 3).Select(id => new OtlpSpan(new TraceId(1, 2), id, 0, "A", 1, 2))];

    private sealed class Receiver(VirtualTime time, List<(TimeSpan, HttpRequestMessage, byte[])> posted, Func<int, HttpResponseMessage>? answer) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            int attempt = posted.Count;
            posted.Add((time.Now, request, await request.Content!.ReadAsByteArrayAsync(cancellationToken)));
            if (answer is null)
                await Task.Delay(Timeout.Infinite, cancellationToken);
            return answer!(attempt);
        }
    }
}
