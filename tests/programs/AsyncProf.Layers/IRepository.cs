namespace Layers;

internal interface IRepository<T>
    where T : IEntity
{
    Task<T> GetByIdAsync(int id);
}
