using AsyncProf.Exporters.Otlp;

namespace AsyncProf.Analyzer.Tests.Exporters.Otlp;

public class SpanBatcherTests
{
    [Fact]
    public void Take_TracesOfManySizes_StayWholeAndInOrder()
    {
        List<int[]> batches = [];
        var batcher = new SpanBatcher(spans => batches.Add([.. spans.Select(span => (int)span.Id)]));

        foreach (int size in (int[])[200, 300, 20, 600, 5])
            batcher.Take([.. Enumerable.Repeat(new OtlpSpan(default, size, 0, "A", 0, 0), size)]);
        batcher.Flush();
        batcher.Flush();

        Assert.Equal([500, 20, 600, 5], batches.Select(batch => batch.Length));
        Assert.Equal([200, 300, 20, 600, 5], batches.SelectMany(batch => batch).Distinct());
    }
}
