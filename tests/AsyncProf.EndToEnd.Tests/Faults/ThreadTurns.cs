using System.Globalization;

namespace AsyncProf.EndToEnd.Tests.Faults;

/// <summary>How often each thread of a process has run, as Linux counts it; but for the runtime's own that compiles again what has been called often, whenever that is.</summary>
internal sealed class ThreadTurns
{
    private const string Compiler = ".NET Tiered Com"; // Linux keeps no more of a name

    private readonly Dictionary<string, (string Name, long Turns)> _threads = new(StringComparer.Ordinal);

    /// <summary>Counts them now.</summary>
    public ThreadTurns(int pid)
    {
        foreach (string thread in Directory.GetDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/task")))
        {
            try
            {
                string name = File.ReadAllText(Path.Combine(thread, "comm")).Trim();
                if (name != Compiler)
                    _threads[Path.GetFileName(thread)] = (name, long.Parse(File.ReadAllText(Path.Combine(thread, "schedstat")).Split(' ')[2], CultureInfo.InvariantCulture));
            }
            catch (IOException)
            {
                // it has ended
            }
        }
    }

    /// <summary>The names of the threads that are there.</summary>
    public IEnumerable<string> Names => _threads.Values.Select(thread => thread.Name);

    /// <summary>How often those threads have run since then, by their names.</summary>
    public IReadOnlyDictionary<string, long> Since(ThreadTurns before) => _threads
        .GroupBy(thread => thread.Value.Name, thread => thread.Value.Turns - before._threads.GetValueOrDefault(thread.Key).Turns, StringComparer.Ordinal)
        .Where(threads => threads.Sum() > 0)
        .ToDictionary(threads => threads.Key, threads => threads.Sum(), StringComparer.Ordinal);
}
