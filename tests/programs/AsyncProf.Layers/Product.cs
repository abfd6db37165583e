namespace Layers;

internal sealed record Product : IEntity
{
    public int Id { get; init; }
}
