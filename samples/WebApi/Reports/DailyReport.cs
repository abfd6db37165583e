namespace Shop.Reports;

/// <summary>CPU work moved off the request with <c>Task.Run</c>.</summary>
internal sealed class DailyReport
{
    public async Task<long> BuildAsync(CancellationToken cancellationToken) =>
        await Task.Run(() => CountPrimes(200_000), cancellationToken);

    private static long CountPrimes(int below)
    {
        long count = 0;
        for (int n = 2; n < below; n++)
        {
            bool prime = true;
            for (int d = 2; d * d <= n && prime; d++)
                prime = n % d != 0;
            count += prime ? 1 : 0;
        }

        return count;
    }
}
