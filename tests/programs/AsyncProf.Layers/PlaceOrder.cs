namespace Layers;

internal sealed record PlaceOrder(int Id);
