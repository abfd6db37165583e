namespace AsyncProf.Libraries.Http;

/// <summary>A typed client, as <c>AddHttpClient</c> makes it.</summary>
internal sealed class CatalogueClient(HttpClient http)
{
    public async Task<Product> GetAsync(int id) => (await http.GetFromJsonAsync<Product>($"/products/{id}"))!;

    public async Task<int> DownloadAsync()
    {
        using HttpResponseMessage response = await http.GetAsync("/products", HttpCompletionOption.ResponseHeadersRead);
        await using Stream body = await response.Content.ReadAsStreamAsync();
        using var reader = new StreamReader(body);
        return (await reader.ReadToEndAsync()).Length;
    }
}
