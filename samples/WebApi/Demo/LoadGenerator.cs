using System.Net.Http.Json;
using Shop.Orders;

namespace Shop.Demo;

/// <summary>Real HTTP requests for a few seconds, from a process of its own so that it is not in the profile.</summary>
internal static class LoadGenerator
{
    private static readonly (string Path, int EveryNth)[] Mix =
    [
        ("/orders/7", 1), ("/orders/7/summary", 2), ("/orders/7/invoice", 3), ("/orders", 3), ("/stock/SKU-1", 1), ("/catalog", 4),
        ("/carriers", 9), ("/reports/daily", 9), ("/orders/7/label", 11),
        ("/faults/sync-over-async", 8), ("/faults/n-plus-one", 6), ("/faults/fire-and-forget", 10), ("/faults/starvation", 20),
    ];

    public static async Task<int> RunAsync(Uri target, TimeSpan duration)
    {
        using var stop = new CancellationTokenSource(duration);
        using var client = new HttpClient { BaseAddress = target };
        int[] sent = await Task.WhenAll(Enumerable.Range(0, 4).Select(user => UserAsync(client, user, stop.Token)));
        Console.WriteLine(sent.Sum());
        return 0;
    }

    private static async Task<int> UserAsync(HttpClient client, int user, CancellationToken stop)
    {
        int sent = 0;
        for (int turn = user + 1; !stop.IsCancellationRequested; turn++)
        {
            foreach ((string path, int everyNth) in Mix)
            {
                if (turn % everyNth != 0)
                    continue;
                using HttpResponseMessage response = await client.GetAsync(path, CancellationToken.None);
                sent++;
            }

            using HttpResponseMessage placed = await client.PostAsJsonAsync("/orders", new Order(turn, "SKU-1", 1, 9m), CancellationToken.None);
            sent++;
        }

        return sent;
    }
}
