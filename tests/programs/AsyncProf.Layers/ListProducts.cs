namespace Layers;

internal sealed record ListProducts(int Id);
