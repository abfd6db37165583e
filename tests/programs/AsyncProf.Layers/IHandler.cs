namespace Layers;

/// <summary>What serves requests of a type, and what stands before it.</summary>
internal interface IHandler<in TRequest>
{
    Task<int> Handle(TRequest request);
}
