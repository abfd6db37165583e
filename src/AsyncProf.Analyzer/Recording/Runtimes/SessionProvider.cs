using System.Diagnostics.Tracing;

namespace AsyncProf.Recording.Runtimes;

/// <summary>Which events of one event source a session gets.</summary>
/// <param name="Name">The source.</param>
/// <param name="Level">The level.</param>
/// <param name="Keywords">The keywords.</param>
/// <param name="Argument">Its argument, as <c>key=value</c>; empty for none.</param>
internal sealed record SessionProvider(string Name, EventLevel Level, long Keywords, string Argument = "")
{
    /// <summary>The only events of it, by id; null for all. Runtimes before .NET 10 cannot tell them apart.</summary>
    public IReadOnlyList<int>? Only { get; init; }
}
