using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using AsyncProf.AspNetCore.Tests.Apps;
using AsyncProf.Profiles;

namespace AsyncProf.AspNetCore.Tests.Scraping;

/// <summary>A scrape as Grafana Alloy's <c>pyroscope.scrape</c> does it: written from the rules of its source, <c>internal/component/pyroscope/scrape</c>, as of August 2026.</summary>
/// <param name="interval">Its <c>scrape_interval</c>, in seconds; 15 if nothing is set.</param>
internal sealed class AlloyScrape(int interval)
{
    private const int Timeout = 10; // scrape_timeout

    /// <summary>Scrapes a profile with <c>delta = true</c> and <c>params = { "labels" = ["none"] }</c>, beside which it may say the seconds more than once.</summary>
    /// <exception cref="InvalidDataException">Alloy would drop what came.</exception>
    public async Task<AsyncProfile> FetchAsync(Uri target)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AutomaticDecompression = DecompressionMethods.GZip }) // as Go's transport, which asks for it and takes it off
        {
            Timeout = TimeSpan.FromSeconds(Timeout + interval - 1),
        };
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Alloy", "v1.11.0"));
        string seconds = (interval - 1).ToString(CultureInfo.InvariantCulture);
        using HttpResponseMessage response = await client.GetAsync(new Uri($"{target}?labels=none&seconds={seconds}&seconds={seconds}"));
        byte[] body = await response.Content.ReadAsByteArrayAsync();
        if ((int)response.StatusCode / 100 != 2)
            throw new InvalidDataException($"server returned HTTP status ({(int)response.StatusCode}) {response.ReasonPhrase}");
        if (body.Length == 0)
            throw new InvalidDataException("empty profile");
        if (response.Content.Headers.ContentType?.ToString().StartsWith("application/octet-stream", StringComparison.Ordinal) != true)
            throw new InvalidDataException("unexpected content type");
        if (body[0] is (byte)'<' or (byte)'{' or (byte)'[' || (body is not [0x1f, 0x8b, ..] && (body[0] & 7) >= 6))
            throw new InvalidDataException("not pprof");
        return FetchedProfile.Load(body);
    }
}
