using System.Runtime.CompilerServices;
using Npgsql;

namespace Shop.Orders;

/// <summary>Orders in PostgreSQL, when <c>ConnectionStrings:Orders</c> is configured. The table is made on first use.</summary>
internal sealed class PostgresOrderStore(NpgsqlDataSource database) : IOrderStore
{
    private readonly SemaphoreSlim _once = new(1);
    private volatile bool _ready;

    public async Task<Order> LoadAsync(int id, CancellationToken cancellationToken)
    {
        await EnsureTableAsync(cancellationToken);
        await using NpgsqlCommand command = database.CreateCommand("SELECT id, sku, quantity, price FROM orders WHERE id = $1");
        command.Parameters.AddWithValue(id);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Read(reader) : new Order(id, "SKU-0", 1, 10m);
    }

    public async IAsyncEnumerable<Order> ReadAllAsync(int count, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await EnsureTableAsync(cancellationToken);
        await using NpgsqlCommand command = database.CreateCommand("SELECT id, sku, quantity, price FROM orders ORDER BY id LIMIT $1");
        command.Parameters.AddWithValue(count);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            yield return Read(reader);
    }

    public async Task SaveAsync(Order order, CancellationToken cancellationToken)
    {
        await EnsureTableAsync(cancellationToken);
        await using NpgsqlCommand command = database.CreateCommand(
            "INSERT INTO orders (id, sku, quantity, price) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO UPDATE SET quantity = excluded.quantity");
        command.Parameters.AddWithValue(order.Id);
        command.Parameters.AddWithValue(order.Sku);
        command.Parameters.AddWithValue(order.Quantity);
        command.Parameters.AddWithValue(order.Price);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static Order Read(NpgsqlDataReader reader) => new(reader.GetInt32(0), reader.GetString(1), reader.GetInt32(2), reader.GetDecimal(3));

    private async Task EnsureTableAsync(CancellationToken cancellationToken)
    {
        if (_ready)
            return;
        await _once.WaitAsync(cancellationToken);
        try
        {
            await using NpgsqlCommand command = database.CreateCommand(
                "CREATE TABLE IF NOT EXISTS orders (id int PRIMARY KEY, sku text NOT NULL, quantity int NOT NULL, price numeric NOT NULL)");
            await command.ExecuteNonQueryAsync(cancellationToken);
            _ready = true;
        }
        finally
        {
            _once.Release();
        }
    }
}
