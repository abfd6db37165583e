namespace AsyncProf.Libraries.Http;

/// <summary>The same over a handler that asks a second time where the first answer is late.</summary>
internal sealed class HedgingClient(HttpClient http)
{
    public async Task<Product> GetAsync(int id) => (await http.GetFromJsonAsync<Product>($"/products/{id}"))!;
}
