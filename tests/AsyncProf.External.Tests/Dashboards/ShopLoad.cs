using System.Net;
using System.Text;

namespace AsyncProf.External.Tests.Dashboards;

/// <summary>Requests to every endpoint of the sample, from a few users at once.</summary>
internal static class ShopLoad
{
    private const int Users = 4, RoundsOfEach = 6;
    private const string Endless = "/faults/endless", Failing = "/orders/7/label";

    private static readonly string[] Paths =
    [
        "/orders/7", "/orders/7/summary", "/orders/7/invoice", "/orders", "/tax/NO", "/stock/SKU-1", "/catalog", "/carriers", "/reports/daily", Failing,
        "/health/profiler", "/version",
        "/faults/sync-over-async", "/faults/n-plus-one", "/faults/fire-and-forget", "/faults/starvation", "/faults/lock", "/faults/straggler", "/faults/long-hold",
        "/faults/yield-loop", "/faults/never-completed", "/faults/unknown", Endless,
        "/sound/sync-over-async", "/sound/n-plus-one", "/sound/fire-and-forget", "/sound/starvation", "/sound/lock", "/sound/straggler", "/sound/long-hold",
        "/sound/yield-loop", "/sound/never-completed", "/sound/unknown",
    ];

    /// <summary>How often each endpoint is asked.</summary>
    public const int Each = Users * RoundsOfEach;

    /// <summary>How many requests are sent. The sample adds one of its own for each invoice, in the invoice's trace.</summary>
    public static int All => Each * (Paths.Length + 1);

    /// <summary>Sends them all.</summary>
    public static async Task SendAsync(Uri shop)
    {
        using var client = new HttpClient { BaseAddress = shop };
        await Task.WhenAll(Enumerable.Range(0, Users).Select(_ => UserAsync(client)));
    }

    private static async Task UserAsync(HttpClient client)
    {
        for (int round = 0; round < RoundsOfEach; round++)
        {
            foreach (string path in Paths)
                await GetAsync(client, path);
            using var order = new StringContent("""{"id":9,"sku":"SKU-1","quantity":1,"price":9}""", Encoding.UTF8, "application/json");
            using HttpResponseMessage placed = await client.PostAsync("/orders", order);
            Assert.Equal(HttpStatusCode.OK, placed.StatusCode);
        }
    }

    private static async Task GetAsync(HttpClient client, string path)
    {
        using HttpResponseMessage response = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(path == Failing ? HttpStatusCode.InternalServerError : HttpStatusCode.OK, response.StatusCode);
        if (path != Endless)
            await response.Content.ReadAsStringAsync();
    }
}
