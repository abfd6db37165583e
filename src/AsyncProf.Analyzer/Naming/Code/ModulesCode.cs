using System.Reflection.Metadata;
using AsyncProf.Symbols.Code;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Naming.Code;

/// <summary>The code of the modules of a recording, where they lie on disk; each is read when it is asked for.</summary>
/// <param name="index">The methods of the modules.</param>
internal sealed class ModulesCode(MetadataIndex index) : IMethodCode, IDisposable
{
    private readonly Dictionary<Guid, string> _paths = [];
    private readonly Dictionary<Guid, ModuleCode?> _modules = [];
    private readonly Dictionary<(string Type, string Method), IReadOnlyCollection<(string Type, string Method)>?> _targets = [];
    private readonly List<MetadataReader> _readers = [];
    private HashSet<(string Type, string Method)>? _async;
    private AppTypes? _types;

    /// <summary>Adds a module.</summary>
    /// <param name="path">Where it lies.</param>
    /// <param name="reader">Its metadata, which must stay.</param>
    public void Add(string path, MetadataReader reader)
    {
        _paths.TryAdd(reader.GetGuid(reader.GetModuleDefinition().Mvid), path);
        _readers.Add(reader);
    }

    public void Dispose()
    {
        foreach (ModuleCode? module in _modules.Values)
            module?.Dispose();
    }

    /// <inheritdoc/>
    public AsyncCode? Of(MethodName method)
    {
        if (index.FindMachine(method) is not { } machine || !_paths.TryGetValue(method.Module, out string? path))
            return null;
        if (!_modules.TryGetValue(method.Module, out ModuleCode? module))
            _modules.Add(method.Module, module = ModuleCode.TryOpen(path) is { } opened && opened.Mvid == method.Module ? opened : null);
        return module?.FindMachine(machine);
    }

    /// <inheritdoc/>
    public bool IsAsync(string type, string method) =>
        (_async ??= [.. index.Machines().Select(machine => (CalledMethod.WithoutArity(machine.Type), machine.Name))]).Contains((type, method));

    /// <inheritdoc/>
    public IReadOnlyCollection<(string Type, string Method)>? Targets(string type, string method)
    {
        if (!_targets.TryGetValue((type, method), out IReadOnlyCollection<(string Type, string Method)>? targets))
            _targets.Add((type, method), targets = Types().Targets(type, method, IsAsync));
        return targets;
    }

    private AppTypes Types()
    {
        if (_types is not null)
            return _types;
        _types = new AppTypes();
        foreach (MetadataReader reader in _readers)
        {
            try
            {
                _types.Add(reader);
            }
            catch (BadImageFormatException)
            {
                // Damaged metadata: types that are not known leave names in doubt.
            }
        }

        return _types;
    }
}
