using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Layers;

/// <summary>
/// The truth: how often each method was called, by its canonical name. Every one of those calls suspends, whatever happens, and is an
/// operation: except <c>ReadAsync</c>, whose pooled builder sends no events.
/// </summary>
internal static class Tally
{
    private static readonly ConcurrentDictionary<string, Counter> Counters = new(StringComparer.Ordinal);

    /// <summary>The counter of a method; those who share a name, as the instantiations of a generic type, share it.</summary>
    public static Counter Of(string name) => Counters.GetOrAdd(name, _ => new Counter());

    /// <summary>All counts as one line of JSON, with what they cost.</summary>
    public static string ToJson()
    {
        var text = new StringBuilder();
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        double processor = self.TotalProcessorTime.TotalMilliseconds;
        text.Append(CultureInfo.InvariantCulture, $"{{\"processorMs\": {processor:F1}, \"calls\": {{");
        string separator = "";
        KeyValuePair<string, Counter>[] now = Counters.ToArray(); // its own copy is taken at once; LINQ's asks for the length first, and throws where one is added meanwhile
        foreach ((string name, Counter counter) in now.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"{separator}\"{name}\": {counter.Calls}");
            separator = ", ";
        }

        return text.Append("}}").ToString();
    }
}
