using System.Text.Json;
using StackExchange.Redis;

namespace AsyncProf.Libraries.Redis;

/// <summary>Carts in a cache: single commands, batches, transactions and messages.</summary>
internal sealed class CartStore(IConnectionMultiplexer redis)
{
    private IDatabase Database => redis.GetDatabase();

    public async Task<Cart> GetOrCreateAsync(int user)
    {
        RedisValue found = await Database.StringGetAsync(Key(user));
        if (found.HasValue)
            return JsonSerializer.Deserialize<Cart>((string)found!)!;
        var cart = new Cart(user, []);
        await SaveAsync(cart);
        return cart;
    }

    public async Task AddAsync(int user, string product)
    {
        Cart cart = await GetOrCreateAsync(user);
        await SaveAsync(cart with { Products = [.. cart.Products.TakeLast(20), product] });
        await Database.Multiplexer.GetSubscriber().PublishAsync(RedisChannel.Literal("carts"), user);
    }

    public async Task<long> CountAsync(int user)
    {
        IBatch batch = Database.CreateBatch();
        Task<long>[] counts = [.. Enumerable.Range(0, 10).Select(number => batch.HashIncrementAsync($"counts:{user}", $"field {number}"))];
        batch.Execute();
        return (await Task.WhenAll(counts)).Sum();
    }

    public async Task<bool> CheckOutAsync(int user)
    {
        RedisValue found = await Database.StringGetAsync(Key(user));
        ITransaction transaction = Database.CreateTransaction();
        transaction.AddCondition(Condition.StringEqual(Key(user), found));
        Task deleted = transaction.KeyDeleteAsync(Key(user)), counted = transaction.StringIncrementAsync("checked out");
        if (!await transaction.ExecuteAsync())
            return false;
        await Task.WhenAll(deleted, counted);
        return true;
    }

    private static string Key(int user) => $"cart:{user}";

    private async Task SaveAsync(Cart cart) => await Database.StringSetAsync(Key(cart.User), JsonSerializer.Serialize(cart), TimeSpan.FromMinutes(5));
}
