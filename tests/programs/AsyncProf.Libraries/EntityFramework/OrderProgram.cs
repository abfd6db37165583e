using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AsyncProf.Libraries.EntityFramework;

/// <summary>Orders in a database: reads, transactions, updates and streams of rows.</summary>
internal static class OrderProgram
{
    private const int Customers = 4;

    public static async Task RunOnSqliteAsync(Users users)
    {
        string file = Path.Combine(Path.GetTempPath(), $"asyncprof-{Path.GetRandomFileName()}.db");
        try
        {
            await RunAsync(users, options => options.UseSqlite($"Data Source={file}"));
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            File.Delete(file);
        }
    }

    public static Task RunOnPostgresAsync(Users users, string connection) => RunAsync(users, options => options.UseNpgsql(connection));

    private static async Task RunAsync(Users users, Action<DbContextOptionsBuilder> database)
    {
        await using ServiceProvider services = new ServiceCollection().AddPooledDbContextFactory<OrderContext>(database).AddSingleton<OrderService>().BuildServiceProvider();
        OrderService orders = services.GetRequiredService<OrderService>();
        await orders.SetUpAsync(Customers);
        await users.RunAsync(Customers, (user, number) => (number % 5) switch
        {
            0 or 1 => orders.PlaceAsync(user + 1, $"product {number}"),
            2 => orders.ShipAsync(user + 1),
            _ => orders.CountPiecesAsync(user + 1),
        });
    }
}
