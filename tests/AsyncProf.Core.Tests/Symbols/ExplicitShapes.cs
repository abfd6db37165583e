namespace AsyncProf.Core.Tests.Symbols;

/// <summary>An explicit implementation of a generic interface: reflection escapes the comma in the name of its state machine.</summary>
internal static class ExplicitShapes
{
    internal interface IMap<in TKey, TValue>
    {
        Task<TValue?> FindAsync(TKey key);
    }

    internal sealed class Map<T> : IMap<int, T>
    {
        async Task<T?> IMap<int, T>.FindAsync(int key)
        {
            await Task.Delay(key);
            return default;
        }
    }
}
