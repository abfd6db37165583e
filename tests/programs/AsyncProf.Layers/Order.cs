namespace Layers;

internal sealed record Order : IEntity
{
    public int Id { get; init; }
}
