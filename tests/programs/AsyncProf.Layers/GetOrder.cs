namespace Layers;

internal sealed record GetOrder(int Id);
