namespace Shop.Orders;

/// <summary>One order.</summary>
public sealed record Order(int Id, string Sku, int Quantity, decimal Price);
