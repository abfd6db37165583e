namespace Layers;

internal sealed record GetCustomer(int Id);
