using StackExchange.Redis;

namespace AsyncProf.Libraries.Redis;

/// <summary>Carts in Redis, and who listens to what happens to them.</summary>
internal static class CartProgram
{
    public static async Task RunAsync(Users users, string connection)
    {
        await using ConnectionMultiplexer redis = await ConnectionMultiplexer.ConnectAsync(connection);
        ChannelMessageQueue messages = await redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal("carts"));
        messages.OnMessage(static async message => await Task.Delay(1));
        var carts = new CartStore(redis);
        await users.RunAsync(6, (user, number) => (number % 4) switch
        {
            0 => carts.CountAsync(user),
            3 => carts.CheckOutAsync(user),
            _ => carts.AddAsync(user, $"product {number}"),
        });
        await messages.UnsubscribeAsync();
    }
}
