using AsyncProf.Events;

namespace AsyncProf.Routes;

/// <summary>What requests to one endpoint are called: a name for each method, given out when it is first needed.</summary>
/// <param name="path">The path of the endpoint's route; null if it has none.</param>
/// <param name="methods">How many methods there are.</param>
/// <param name="news">What is known of all requests to it.</param>
internal sealed class RouteName(string? path, int methods, EntryNews news)
{
    private readonly int[] _ids = path is null ? [] : new int[methods];

    /// <summary>The path of the route; null if there is none.</summary>
    public string? Path { get; } = path;

    /// <summary>What is known of all requests to it.</summary>
    public EntryNews News { get; } = news;

    /// <summary>The id of the name for a method; 0 before it has been given out. Any thread may set it, to the same value.</summary>
    public ref int this[int method] => ref _ids[method];
}
