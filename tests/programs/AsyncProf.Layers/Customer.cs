namespace Layers;

internal sealed record Customer : IEntity
{
    public int Id { get; init; }
}
