using AsyncProf.EndToEnd.Tests.Receiving;

namespace AsyncProf.EndToEnd.Tests.Jaeger;

/// <summary>The lint itself: it knows a good trace, and complains of each fault once.</summary>
public class JaegerLintTests
{
    private static readonly Dictionary<string, string> Host = new() { ["host.name"] = "here", ["service.name"] = "shop" };

    [Fact]
    public void Check_AGoodTrace_IsSilent() => Assert.Empty(JaegerLint.Check([Request(0, 100), Ours("b", "a", 10, 40), Ours("c", "a", 42, 90), Ours("d", "c", 50, 60)], 512));

    [Fact]
    public void Check_AbuttingSiblings_LosesTheMiddleOne()
    {
        string complaint = Assert.Single(JaegerLint.Check([Request(0, 100), Ours("b", "a", 0, 40), Ours("c", "a", 40, 60), Ours("d", "a", 60, 100)], 512));

        Assert.StartsWith("lost from the critical path: M [40000..60000]", complaint, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_SequentialAndConcurrentChildren_WalksBackByTheLastToFinish()
    {
        var trace = new JaegerTrace([Request(0, 100), Ours("b", "a", 10, 40), Ours("c", "a", 42, 90), Ours("d", "a", 42, 80)]);

        Assert.Equal(
            [("a", 90L, 100L), ("c", 42L, 90L), ("a", 40L, 42L), ("b", 10L, 40L), ("a", 0L, 10L)],
            CriticalPath.Of(trace, trace.All[0]).Select(section => (section.Span.SpanId, section.From, section.To)));
    }

    public static TheoryData<string, string> Faults => new()
    {
        { "its parent", "missing" }, { "not inside", "outside" }, { "2 spans have one id", "twin" }, { "shorter than", "short" },
        { "no host", "hostless" }, { "no service", "serviceless" }, { "a trace of its own without its link", "linkless" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Check_AFault_IsNamed(string complaint, string fault)
    {
        ReceivedSpan span = fault switch
        {
            "missing" => Ours("b", "nobody", 10, 40),
            "outside" => Ours("b", "a", 10, 101),
            "short" => Ours("b", "a", 10, 10),
            "hostless" => Ours("b", "a", 10, 40) with { Resource = new Dictionary<string, string> { ["service.name"] = "shop" } },
            "serviceless" => Ours("b", "a", 10, 40) with { Resource = new Dictionary<string, string> { ["host.name"] = "here" } },
            "linkless" => Ours("b", "", 10, 40),
            _ => Ours("a", "", 10, 40),
        };

        Assert.Contains(JaegerLint.Check([Request(0, 100), span], 512), line => line.StartsWith(complaint, StringComparison.Ordinal));
    }

    private static ReceivedSpan Request(long from, long to) => Span("a", "", from, to, "Microsoft.AspNetCore");

    private static ReceivedSpan Ours(string id, string parent, long from, long to) => Span(id, parent, from, to, "AsyncProf");

    private static ReceivedSpan Span(string id, string parent, long from, long to, string scope) => new("trace", id, parent, "M", 1, from * 1000, to * 1000, scope)
    {
        Attributes = new Dictionary<string, Receiving.Otlp.AnyValue>(),
        Resource = Host,
        Links = [],
        Status = 0,
    };
}
