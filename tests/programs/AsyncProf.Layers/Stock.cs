namespace Layers;

internal sealed record Stock : IEntity
{
    public int Id { get; init; }
}
