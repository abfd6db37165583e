using static Pending.Program;

namespace Pending;

/// <summary>A generic type with a method that never ends.</summary>
internal sealed class Box<T>
{
    public async Task<T?> OpenAsync()
    {
        Here(); await Task.Delay(TimeSpan.FromHours(1));
        return default;
    }
}
