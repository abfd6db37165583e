using AsyncProf.EndToEnd.Tests.Receiving;
using AsyncProf.EndToEnd.Tests.Receiving.Otlp;

namespace AsyncProf.EndToEnd.Tests.Sample;

/// <summary>Real requests to the sample, and the spans that arrive for them: names, parents, states and times.</summary>
public abstract class RequestTrees(SampleFixture sample)
{
    private const int ServerError = 500;

    /// <summary>Linux' coarse clock, which .NET's timers read, moves in steps of up to 4 ms, and half a millisecond is for us: a delay may end that early.</summary>
    private const double CoarseTick = 4.5;

    [Fact]
    public void NestedAwaits_GetOrder_TreeOfTheService()
    {
        AssertTree("GET /orders/{id:int}", """
            OrderEndpoints.GetAsync
              OrderService.GetAsync
                MemoryOrderStore.LoadAsync
                OrderService.DiscountAsync
            """);
        List<(double, double)> loads = [], services = [];
        foreach (ReceivedSpan request in sample.Requests("GET /orders/{id:int}"))
        {
            ReceivedSpan load = Find(request, "MemoryOrderStore.LoadAsync");
            loads.Add((load.Time("asyncprof.waiting").TotalMilliseconds, load.Duration.TotalMilliseconds + 1));
            Assert.Equal(1, load.Attributes["asyncprof.segments"].IntValue);
            Assert.Equal(1, load.Attributes["asyncprof.awaits"].IntValue);
            ReceivedSpan service = Find(request, "OrderService.GetAsync");
            Assert.True(service.Time("asyncprof.waiting").TotalMilliseconds < 1, "awaiting a method is not the awaiter's own waiting");
            services.Add((service.Duration.TotalMilliseconds, request.Duration.TotalMilliseconds));
        }

        AssertTimes(8 - CoarseTick, loads);
        AssertTimes(12 - (2 * CoarseTick), services); // 8 ms and 4 ms lie below it
    }

    [Fact]
    public void FanOut_Summary_BranchesAreSiblingsAndTheSlowestDecides()
    {
        List<(double, double)> elapsed = [], waiting = [];
        foreach (ReceivedSpan request in sample.Requests("GET /orders/{id:int}/summary"))
        {
            ReceivedSpan build = Find(request, "SummaryService.BuildAsync");
            IReadOnlyList<ReceivedSpan> branches = sample.Below(build);
            Assert.Equal(
                ["SummaryService.CustomerAsync", "SummaryService.ShippingAsync", "SummaryService.StockLevelAsync"],
                branches.Select(branch => branch.Name).Order(StringComparer.Ordinal));
            elapsed.Add((branches.Sum(branch => branch.Time("asyncprof.elapsed.self").TotalMilliseconds), build.Duration.TotalMilliseconds));
            waiting.Add((branches.Sum(branch => branch.Time("asyncprof.waiting").TotalMilliseconds), 3 * build.Duration.TotalMilliseconds));
        }

        AssertTimes(20 - CoarseTick, elapsed);
        AssertTimes(38 - (3 * CoarseTick), waiting);
    }

    [Fact]
    public void OutgoingCall_Invoice_FoldsTheClientIntoOneSpan()
    {
        foreach (ReceivedSpan request in sample.Requests("GET /orders/{id:int}/invoice"))
        {
            ReceivedSpan fetch = Find(request, "InvoiceService.FetchTaxAsync");
            ReceivedSpan client = Assert.Single(sample.Below(fetch), span => span.Scope == "AsyncProf");
            Assert.StartsWith("HttpClient.", client.Name, StringComparison.Ordinal);
            Assert.True(client.Attributes["asyncprof.collapsed.count"].IntValue > 0);
            ReceivedSpan wire = Assert.Single(sample.Spans, span => span.TraceId == request.TraceId && span is { Name: "GET", Kind: 3 });
            Assert.Contains((wire.TraceId, wire.SpanId), client.Links);
            Assert.Equal(request.TraceId, Assert.Single(sample.Requests("GET /tax/{country}"), tax => tax.TraceId == request.TraceId).TraceId);
        }
    }

    [Fact]
    public void AsyncStream_ListOrders_IteratorIsAwaited() =>
        AssertTree("GET /orders", """
            OrderEndpoints.ListAsync
              MemoryOrderStore.ReadAllAsync
                await Task.Delay
                await Task.Delay
                await Task.Delay
                await Task.Delay
            """);

    [Fact]
    public void BackgroundWorker_PlaceOrder_WaitsForTheWorkerWithoutOwningIt()
    {
        foreach (ReceivedSpan request in sample.Requests("POST /orders"))
        {
            string tree = sample.Tree(request);
            Assert.Contains("OrderQueue.PlaceAsync", tree, StringComparison.Ordinal);
            Assert.DoesNotContain("OrderWorker", tree, StringComparison.Ordinal);
            Assert.DoesNotContain("SaveAsync", tree, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Semaphore_Reserve_CountsUnderTheRoom() =>
        AssertTree("GET /stock/{sku}", """
            StockEndpoints.ReserveAsync
              StockRoom.ReserveAsync
                StockRoom.CountAsync
            """);

    [Fact]
    public void TaskRun_DailyReport_RunningTimeIsTheLambdas()
    {
        foreach (ReceivedSpan request in sample.Requests("GET /reports/daily"))
        {
            ReceivedSpan work = Find(request, "DailyReport.BuildAsync.lambda");
            Assert.True(work.Time("asyncprof.running") > work.Time("asyncprof.waiting"));
            Assert.Equal("DailyReport.BuildAsync", Parent(work).Name);
        }
    }

    [Fact]
    public void Timeout_Carriers_CancellationIsNoError()
    {
        List<(double, double)> asks = [];
        foreach (ReceivedSpan request in sample.Requests("GET /carriers"))
        {
            ReceivedSpan ask = Find(request, "CarrierClient.AskAsync");
            Assert.NotEqual(2, ask.Status);
            asks.Add((ask.Time("asyncprof.waiting").TotalMilliseconds, 500));
        }

        AssertTimes(25 - CoarseTick, asks);
        Assert.Equal("200 no quote in time", sample.Answers["/carriers"]);
    }

    [Fact]
    public void Exception_Label_IsAnErrorOnEveryFrameItPassed()
    {
        foreach (ReceivedSpan request in sample.Requests("GET /orders/{id:int}/label"))
        {
            Assert.Equal(2, Find(request, "OrderService.LabelAsync").Status);
            Assert.Equal(2, Find(request, "OrderEndpoints.LabelAsync").Status);
            Assert.NotEqual(2, Find(request, "MemoryOrderStore.LoadAsync").Status);
            Assert.Equal("System.InvalidOperationException", Find(request, "OrderService.LabelAsync").Attributes["error.type"].StringValue);
            Assert.Equal("System.InvalidOperationException", Find(request, "OrderEndpoints.LabelAsync").Attributes["error.type"].StringValue);
            Assert.DoesNotContain("error.type", Find(request, "MemoryOrderStore.LoadAsync").Attributes.Keys);
            Assert.Contains("OrderService.cs:", Find(request, "OrderService.LabelAsync").Attributes["asyncprof.longest_await"].StringValue, StringComparison.Ordinal);
        }

        Assert.StartsWith($"{ServerError}", sample.Answers["/orders/7/label"], StringComparison.Ordinal);
    }

    [Fact]
    public void SyncOverAsync_TheTaskHangsUnderTheRequest() =>
        AssertTree("GET /faults/sync-over-async", """
            OrderService.GetAsync
              MemoryOrderStore.LoadAsync
              OrderService.DiscountAsync
            """);

    [Fact]
    public void NPlusOne_TenAwaitsInARow_AreTenSiblings()
    {
        foreach (ReceivedSpan request in sample.Requests("GET /faults/n-plus-one"))
        {
            IReadOnlyList<ReceivedSpan> loads = sample.Below(Find(request, "FaultEndpoints.NPlusOneAsync"));
            Assert.Equal(10, loads.Count);
            for (int i = 1; i < loads.Count; i++)
                Assert.True(loads[i].Start - loads[i - 1].End >= 1_000, "Jaeger's critical path needs 1 µs between siblings");
        }
    }

    [Fact]
    public void FireAndForget_Mail_IsATraceOfItsOwnThatLinksToTheRequest()
    {
        List<ReceivedSpan> mails = [.. sample.Spans.Where(span => span.Name == "FaultEndpoints.SendMailAsync")];
        IReadOnlyList<ReceivedSpan> requests = sample.AllRequests("GET /faults/fire-and-forget");

        Assert.Equal(requests.Count, mails.Count);
        foreach (ReceivedSpan mail in mails)
        {
            Assert.Equal("", mail.ParentId);
            Assert.Equal(2, mail.Status);
            (string trace, string span) = Assert.Single(mail.Links);
            Assert.NotEqual(trace, mail.TraceId);
            Assert.Contains(requests, request => request.TraceId == trace && request.SpanId == span);
        }

        AssertTimes(120 - CoarseTick, mails.Select(mail => (mail.Duration.TotalMilliseconds, 5_000.0)));
    }

    [Fact]
    public void EveryRequest_SaysThatItsTraceIsComplete() =>
        Assert.All(sample.Spans.Where(span => span is { Kind: 2, Scope: "Microsoft.AspNetCore" }), span => Assert.Equal("full", span.Attributes["asyncprof.detail"].StringValue));

    [Fact]
    public void AWaitThatIsAllOfItsMethod_IsAnAttribute() =>
        Assert.Contains(sample.Spans, span => span.Name == "MemoryOrderStore.LoadAsync" && span.Attributes.TryGetValue("asyncprof.awaiting", out AnyValue? on) && on.StringValue == "await Task.Delay");

    [Fact]
    public void EveryTrace_IsWellFormed()
    {
        Assert.Equal(sample.Spans.Count, sample.Spans.Select(span => (span.TraceId, span.SpanId)).Distinct().Count());
        foreach (ReceivedSpan span in sample.Spans.Where(span => span.Scope == "AsyncProf"))
        {
            Assert.Equal("shop", span.Resource["service.name"]);
            Assert.NotEmpty(span.Resource["host.name"]);
            if (!span.Name.StartsWith("await ", StringComparison.Ordinal))
                Assert.EndsWith("." + span.Name, span.Attributes["code.function.name"].StringValue, StringComparison.Ordinal);
            if (span.ParentId.Length == 0)
                continue;
            ReceivedSpan parent = Parent(span);
            Assert.True(span.Start >= parent.Start && span.End <= parent.End, $"{span} is not inside {parent}");
        }
    }

    [Fact]
    public void TracesOfTheirOwn_AreTheAppsAndNeverTheServers() =>
        Assert.DoesNotContain(sample.Spans, span => span.Scope == "AsyncProf" && span.ParentId.Length == 0 && span.Name.StartsWith("Microsoft.", StringComparison.Ordinal));

    [Fact]
    public void Names_AreCanonical()
    {
        foreach (ReceivedSpan span in sample.Spans.Where(span => span.Scope == "AsyncProf"))
            Assert.DoesNotMatch("[<>|]|d__|b__|MoveNext|AsyncMethodBuilder|ThreadPool", span.Name);
    }

    /// <summary>
    /// A delay runs before the method that awaits it suspends: on a busy machine some requests lose much of it to what nobody sees.
    /// So the most that any request shows must be near the truth, and no request may show more than its span has.
    /// </summary>
    private static void AssertTimes(double least, IEnumerable<(double Milliseconds, double Most)> shown)
    {
        Assert.All(shown, time => Assert.InRange(time.Milliseconds, 0, time.Most));
        Assert.InRange(shown.Max(time => time.Milliseconds), least, double.MaxValue);
    }

    private void AssertTree(string request, string expected)
    {
        bool hasWaits = expected.Contains("await ", StringComparison.Ordinal);
        foreach (ReceivedSpan span in sample.Requests(request))
        {
            // On a busy machine a method may go on for long after its only wait, which then has a row.
            IEnumerable<string> rows = sample.Tree(span).Trim().Split('\n').Where(row => hasWaits || !row.TrimStart().StartsWith("await ", StringComparison.Ordinal));
            Assert.Equal(expected.ReplaceLineEndings("\n").Trim(), string.Join('\n', rows));
        }
    }

    private ReceivedSpan Find(ReceivedSpan request, string name) =>
        Assert.Single(sample.Spans, span => span.TraceId == request.TraceId && span.Name == name && IsBelow(span, request));

    private bool IsBelow(ReceivedSpan span, ReceivedSpan request)
    {
        while (span.ParentId.Length > 0)
        {
            if (span.ParentId == request.SpanId)
                return true;
            span = Parent(span);
        }

        return false;
    }

    private ReceivedSpan Parent(ReceivedSpan span) =>
        Assert.Single(sample.Spans, other => other.TraceId == span.TraceId && other.SpanId == span.ParentId);
}
