using System.Collections.Concurrent;
using AsyncProf.Events;

namespace AsyncProf.Symbols;

/// <summary>
/// Names requests by method and path where no activity names them: numbers and GUIDs in a path become <c>{}</c>, so that names stay few.
/// Each path is worked out once; beyond a number of paths the method alone is the name.
/// </summary>
internal sealed class RequestTemplates(NameTable names)
{
    private const int MaximumPaths = 4096;

    private readonly ConcurrentDictionary<(string Method, string Path), int> _known = new();
    private int _count;

    public int Name(string method, string path)
    {
        method = RequestMethods.NameOf(method);
        if (_known.TryGetValue((method, path), out int id))
            return id;
        if (Interlocked.Increment(ref _count) > MaximumPaths)
            return names.Intern(method);
        id = names.Intern($"{method} {Template(path)}");
        _known.TryAdd((method, path), id);
        return id;
    }

    private static string Template(string path)
    {
        string[] parts = path.Split('/');
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts[i].Length > 0 && (parts[i].All(char.IsAsciiDigit) || Guid.TryParse(parts[i], out _)))
                parts[i] = "{}";
        }

        return string.Join('/', parts);
    }
}
