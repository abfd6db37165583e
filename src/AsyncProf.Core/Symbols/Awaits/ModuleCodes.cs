using System.Reflection.Metadata;
using AsyncProf.Symbols.Code;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Symbols.Awaits;

/// <summary>The modules whose code can be asked for, each opened when it is first, and each method read once. Bounded; any thread may ask, one at a time is answered.</summary>
internal sealed class ModuleCodes : IDisposable
{
    private const int MostOpen = 1024, MostMethods = 100_000, MostTried = 4;

    private readonly object _lock = new();
    private readonly Dictionary<string, string> _paths = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ModuleCode?> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Assembly, string Machine), AsyncCode?> _methods = [];

    /// <summary>Says where the module of an assembly lies. Nothing is opened yet.</summary>
    public void Add(string assembly, string path)
    {
        lock (_lock)
            _paths.TryAdd(assembly, path);
    }

    /// <summary>The code of a state machine; null where it cannot be had.</summary>
    /// <param name="assembly">The simple name of its assembly.</param>
    /// <param name="machine">The metadata name of its type.</param>
    public AsyncCode? Find(string assembly, string machine)
    {
        lock (_lock)
        {
            if (_methods.TryGetValue((assembly, machine), out AsyncCode? code))
                return code;
            code = ModuleOf(assembly)?.FindMachine(machine);
            if (_methods.Count < MostMethods)
                _methods.Add((assembly, machine), code);
            return code;
        }
    }

    /// <summary>The line of an offset in a method's IL; an empty file and 0 where that is not known. Whoever asks keeps the answer.</summary>
    public (string File, int Line) LineAt(string assembly, int methodToken, int ilOffset)
    {
        lock (_lock)
            return ModuleOf(assembly)?.LineAt(methodToken, ilOffset) ?? ("", 0);
    }

    /// <summary>Whether the module of an assembly holds code compiled ahead of time.</summary>
    public bool IsReadyToRun(string assembly)
    {
        lock (_lock)
            return ModuleOf(assembly)?.IsReadyToRun ?? false;
    }

    /// <summary>What a method passes on that does nothing else; null for any other, and where its code cannot be had.</summary>
    public CalledMethod? PassesOn(CalledMethod method)
    {
        lock (_lock)
        {
            foreach (string assembly in _paths.Keys.Where(name => IsLikely(name, method)).OrderByDescending(name => name.Length).Take(MostTried))
            {
                if (ModuleOf(assembly)?.PassesOn(method.Type, method.Name) is { } passed)
                    return passed.To;
            }

            return null;
        }
    }

    /// <summary>Which methods of a module make what, as of <see cref="IMakerSearch"/>; null where the file is not that of the module, or its code cannot be had.</summary>
    /// <param name="assembly">The simple name of its assembly.</param>
    /// <param name="mvid">The module's version id.</param>
    /// <param name="made">The types and methods.</param>
    public IReadOnlyDictionary<EntityHandle, MethodDefinitionHandle>? Makers(string assembly, Guid mvid, IReadOnlySet<EntityHandle> made)
    {
        lock (_lock)
            return ModuleOf(assembly) is { } module && module.Mvid == mvid ? module.Makers(made) : null;
    }

    /// <summary>As of <see cref="IMakerSearch"/>.</summary>
    /// <param name="assembly">The simple name of its assembly.</param>
    /// <param name="mvid">The module's version id.</param>
    /// <param name="type">The type.</param>
    /// <param name="name">The name of the methods.</param>
    public bool MakesOwnOnly(string assembly, Guid mvid, TypeDefinitionHandle type, string name)
    {
        lock (_lock)
            return ModuleOf(assembly) is { } module && module.Mvid == mvid && module.MakesOwnOnly(type, name);
    }

    /// <summary>The module of an assembly; null where it cannot be had.</summary>
    public ModuleCode? Module(string assembly)
    {
        lock (_lock)
            return ModuleOf(assembly);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (ModuleCode? module in _open.Values)
                module?.Dispose();
            _open.Clear();
            _paths.Clear();
        }
    }

    /// <summary>Types mostly have the name of their assembly, or begin with the same word.</summary>
    private static bool IsLikely(string assembly, CalledMethod method) => method.Type.StartsWith(assembly.Split('.')[0], StringComparison.Ordinal);

    private ModuleCode? ModuleOf(string assembly)
    {
        if (_open.TryGetValue(assembly, out ModuleCode? module))
            return module;
        if (!_paths.TryGetValue(assembly, out string? path) || _open.Count >= MostOpen)
            return null;
        module = ModuleCode.TryOpen(path);
        _open.Add(assembly, module);
        return module;
    }
}
