namespace Shop.Reports;

/// <summary>The endpoints around reports.</summary>
internal static class ReportEndpoints
{
    public static async Task<IResult> DailyAsync(DailyReport report, CancellationToken cancellationToken) =>
        Results.Json(new { primes = await report.BuildAsync(cancellationToken) });
}
