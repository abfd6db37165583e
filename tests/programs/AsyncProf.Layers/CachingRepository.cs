namespace Layers;

/// <summary>A decorator that knows one in eight.</summary>
internal sealed class CachingRepository<T>(IRepository<T> inner) : IRepository<T>
    where T : IEntity, new()
{
    private static readonly Counter Got = Tally.Of("Layers.CachingRepository`1.GetByIdAsync");

    public async Task<T> GetByIdAsync(int id)
    {
        Got.Add();
        await Task.Yield();
        return id % 8 == 0 ? new T { Id = id } : await inner.GetByIdAsync(id);
    }
}
