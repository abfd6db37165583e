namespace Layers;

internal interface IEntity
{
    int Id { get; init; }
}
