namespace Shop.Stock;

/// <summary>File I/O: the catalogue is a text file, written once and read on every call.</summary>
internal sealed class Catalog : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"asyncprof-shop-{Environment.ProcessId}.txt");
    private readonly SemaphoreSlim _once = new(1);

    public async Task<int> CountAsync(CancellationToken cancellationToken)
    {
        await EnsureFileAsync(cancellationToken);
        string text = await File.ReadAllTextAsync(_path, cancellationToken);
        return text.Count(letter => letter == '\n');
    }

    public void Dispose() => File.Delete(_path);

    private async Task EnsureFileAsync(CancellationToken cancellationToken)
    {
        if (File.Exists(_path))
            return;
        await _once.WaitAsync(cancellationToken);
        try
        {
            if (!File.Exists(_path))
                await File.WriteAllLinesAsync(_path, Enumerable.Range(0, 2_000).Select(i => $"SKU-{i}: something useful"), cancellationToken);
        }
        finally
        {
            _once.Release();
        }
    }
}
