using AsyncProf.AspNetCore.Tests.Apps;
using AsyncProf.Profiles;

namespace AsyncProf.AspNetCore.Tests.Scraping;

/// <summary>A scrape as the OpenTelemetry Collector's <c>pprof</c> receiver does it: a plain GET of the whole address, and the body to Go's parser, whatever the status.</summary>
internal static class CollectorScrape
{
    /// <summary>Scrapes an endpoint, as it stands in the configuration.</summary>
    public static async Task<AsyncProfile> FetchAsync(Uri endpoint)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using HttpResponseMessage response = await client.GetAsync(endpoint);
        return FetchedProfile.Load(await response.Content.ReadAsByteArrayAsync());
    }
}
