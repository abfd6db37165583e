using System.Runtime.CompilerServices;

namespace Edges.Mixed;

/// <summary>The framework's methods between two of the program: a client of HTTP whose handler answers by itself.</summary>
internal static class MixClient
{
    public static Pattern Pattern { get; } = new(
        nameof(MixClient), MixClientAsync, "",
        "MixClientAsync > MixClientGetAsync *2",
        "MixClientGetAsync > Handler.SendAsync *2");

    private static async Task MixClientAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        using var client = new HttpClient(new Handler());
        await MixClientGetAsync(client);
        await MixClientGetAsync(client);
    }

    [RuntimeAsyncMethodGeneration(false)]
    private static async Task MixClientGetAsync(HttpClient client) => await client.GetStringAsync(new Uri("http://localhost/"));

    private sealed class Handler : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(30, cancellationToken);
            return new HttpResponseMessage { Content = new StringContent("fine") };
        }
    }
}
