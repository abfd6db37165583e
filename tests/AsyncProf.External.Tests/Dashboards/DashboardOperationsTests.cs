namespace AsyncProf.External.Tests.Dashboards;

/// <summary>Who awaits whom in the sample's requests, as a dashboard has it.</summary>
[Collection(nameof(DashboardCollection))]
public sealed class DashboardOperationsTests(ShopTraces traces)
{
    public static TheoryData<string> Requests => [.. ShopTrees.Requests];

    [Theory]
    [MemberData(nameof(Requests))]
    public void Methods_OfARequest_HangAsItsCodeAwaitsThem(string request)
    {
        IReadOnlySet<string> expected = ShopTrees.Paths(request);
        IReadOnlyList<TelemetryTrace> requests = traces.Of(request);

        foreach (TelemetryTrace trace in requests)
        {
            string[] wrong = [.. trace.Methods.Select(trace.PathTo).Where(path => !expected.Any(known => IsEndOf(path, known)))];
            Assert.True(wrong.Length == 0, $"{string.Join(", ", wrong)} in {trace}");
        }

        int whole = requests.Count(trace => expected.SetEquals(trace.Methods.Select(trace.PathTo)));
        Assert.True(whole >= ShopTraces.LeastWhole, $"Only {whole} of {requests.Count} are whole");
    }

    private static bool IsEndOf(string path, string known) => path == known || known.EndsWith(TelemetryTrace.Below + path, StringComparison.Ordinal);
}
