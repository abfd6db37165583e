using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace AwaitLines;

/// <summary>How often each await suspended. Said just before, and so that it does suspend.</summary>
internal static class Truth
{
    private static readonly ConcurrentDictionary<Hit, int> Hits = new();

    /// <summary>An await comes on this line.</summary>
    /// <param name="on">What is awaited.</param>
    /// <param name="isTold">False for an await of which no event tells, where it is neither the first of its call nor the only such one of its method.</param>
    /// <param name="line">The line.</param>
    /// <param name="file">The file.</param>
    public static void At(string on, bool isTold = true, [CallerLineNumber] int line = 0, [CallerFilePath] string file = "") =>
        Hits.AddOrUpdate(new Hit(Path.GetFileName(file), line, on, isTold), 1, static (_, count) => count + 1);

    public static string ToJson() => JsonSerializer.Serialize(Hits.Select(pair => new { pair.Key.File, pair.Key.Line, pair.Key.On, pair.Key.IsTold, Hits = pair.Value }));
}
