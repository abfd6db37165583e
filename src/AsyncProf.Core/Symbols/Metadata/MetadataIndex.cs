using System.Reflection.Metadata;

namespace AsyncProf.Symbols.Metadata;

/// <summary>
/// Which methods can stand behind a compiler-made name, read from the metadata of the modules a process has loaded.
/// Any thread may ask; adding a module locks.
/// </summary>
internal sealed class MetadataIndex
{
    /// <summary>More names are looked for anew each time.</summary>
    private const int MostGroups = 4096;

    private readonly object _lock = new();
    private readonly Dictionary<string, List<MethodName>> _machines = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<MethodName>> _delegates = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Assembly, string Type), MethodName> _exact = [];
    private readonly HashSet<(string Type, string Name)> _async = [];
    private readonly Dictionary<MethodName, string?> _machineOf = [];
    private readonly List<MetadataReader> _readers = [];
    private readonly Dictionary<MetadataReader, IMakerSearch> _makersOf = [];
    private readonly Dictionary<string, IReadOnlyList<MethodName>> _groups = new(StringComparer.Ordinal); // ordinary methods by name, as far as they were asked for

    /// <summary>The methods whose state machine, lambda or local function has this short name.</summary>
    public IReadOnlyList<MethodName> Find(string shortName, bool isDelegate)
    {
        lock (_lock)
        {
            if ((isDelegate ? _delegates : _machines).TryGetValue(shortName, out List<MethodName>? found))
                return [.. found];
            if (!isDelegate || shortName.StartsWith('<'))
                return [];
            if (_groups.TryGetValue(shortName, out IReadOnlyList<MethodName>? known))
                return known;
            IReadOnlyList<MethodName> group = [.. MethodSearch.Find(_readers, shortName)];
            if (_groups.Count < MostGroups)
                _groups.Add(shortName, group);
            return group;
        }
    }

    /// <summary>The lambda, local function or other method of a short name that a method of the same type starts; null where there is none, or several.</summary>
    /// <param name="shortName">Its name in metadata.</param>
    /// <param name="assembly">The assembly of who starts it.</param>
    /// <param name="starter">The metadata name of the type of who starts it, or of the one that declares it.</param>
    public MethodName? FindStarted(string shortName, string assembly, string starter)
    {
        string owner = CompilerNames.OwnerOf(starter);
        KeyValuePair<MetadataReader, IMakerSearch?>[] modules;
        lock (_lock)
        {
            if (_delegates.TryGetValue(shortName, out List<MethodName>? found))
                return found.Where(method => method.Type == owner && method.Assembly == assembly).Distinct().ToArray() is [var only] ? only : null;
            if (shortName.StartsWith('<'))
                return null;
            modules = [.. _readers.Select(reader => KeyValuePair.Create(reader, _makersOf.GetValueOrDefault(reader)))];
        }

        return modules.SelectMany(module => MethodSearch.FindOwn(module.Key, module.Value, shortName, assembly, owner)).Distinct().ToArray() is [var own] ? own : null;
    }

    /// <summary>The method of a state machine whose full metadata name is known; null if it is not indexed.</summary>
    public MethodName? FindExact(string assembly, string type)
    {
        lock (_lock)
            return _exact.GetValueOrDefault((assembly, type));
    }

    /// <summary>Whether a type has an async method of a name. Types without arity, as code names them.</summary>
    public bool IsAsync(string type, string name)
    {
        lock (_lock)
            return _async.Contains((type, name));
    }

    /// <summary>The methods of all state machines.</summary>
    public IReadOnlyList<MethodName> Machines()
    {
        lock (_lock)
            return [.. _exact.Values];
    }

    /// <summary>The metadata name of a method's state machine; null where there is none, or several.</summary>
    public string? FindMachine(MethodName method)
    {
        lock (_lock)
        {
            if (_machineOf.Count == 0)
            {
                foreach (((string _, string type), MethodName owner) in _exact)
                    _machineOf[owner] = _machineOf.ContainsKey(owner) ? null : type;
            }

            return _machineOf.GetValueOrDefault(method);
        }
    }

    /// <summary>
    /// The short names of state machines that more than one type has, at least one of them outside the frameworks.
    /// Those that only the frameworks have are not worth a look at the stack: reports fold them.
    /// </summary>
    public IReadOnlyList<string> AmbiguousMachines()
    {
        lock (_lock)
            return [.. _machines.Where(entry => entry.Value.Count > 1 && entry.Value.Exists(method => !method.IsFramework)).Select(entry => entry.Key)];
    }

    /// <summary>Adds what one module defines.</summary>
    /// <param name="reader">The module's metadata. It is kept, so its memory must stay.</param>
    /// <param name="makers">Looks into its code, which is done only where the names of another compiler than that of C# do not tell the method; null where the code cannot be had.</param>
    /// <exception cref="BadImageFormatException">The metadata is damaged.</exception>
    public void Add(MetadataReader reader, IMakerSearch? makers = null)
    {
        var module = ModuleMethods.Read(reader, makers);
        lock (_lock)
        {
            foreach ((string name, IReadOnlyList<MethodName> group) in _groups.ToArray())
                _groups[name] = MethodSearch.Extend(group, reader, name);
            _readers.Add(reader);
            if (makers is not null)
                _makersOf.Add(reader, makers);
            _machineOf.Clear();
            foreach ((string shortName, string type, MethodName method) in module.Machines)
            {
                AddTo(_machines, shortName, method);
                _exact[(method.Assembly, type)] = method;
                _async.Add((CompilerNames.WithoutArity(method.Type), method.Name));
            }

            foreach ((string shortName, MethodName method) in module.Delegates)
                AddTo(_delegates, shortName, method);
        }

        static void AddTo(Dictionary<string, List<MethodName>> index, string key, MethodName method)
        {
            if (!index.TryGetValue(key, out List<MethodName>? list))
                index.Add(key, list = []);
            list.Add(method);
        }
    }
}
