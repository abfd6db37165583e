using System.Reflection;
using System.Reflection.Metadata;
using AsyncProf.Symbols.Awaits;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Capture;

/// <summary>Keeps the metadata index in step with the assemblies that the process has loaded.</summary>
internal sealed class LoadedModules : IDisposable
{
    private readonly CaptureHub _hub;
    private readonly MetadataIndex _index;
    private readonly ModuleCodes _codes;
    private readonly HashSet<Assembly> _done = [];
    private readonly Func<bool> _isOver;
    private int _changed = 1;

    /// <param name="hub">The capture.</param>
    /// <param name="index">Gets what modules say of their methods.</param>
    /// <param name="codes">Gets where they lie.</param>
    /// <param name="isOver">Whether nobody needs to know any more: reading hundreds of modules takes seconds on a busy machine.</param>
    public LoadedModules(CaptureHub hub, MetadataIndex index, ModuleCodes codes, Func<bool>? isOver = null)
    {
        _isOver = isOver ?? (static () => false);
        _codes = codes;
        _hub = hub;
        _index = index;
        AppDomain.CurrentDomain.AssemblyLoad += OnLoad;
    }

    public void Dispose() => AppDomain.CurrentDomain.AssemblyLoad -= OnLoad;

    /// <summary>Indexes what has been loaded since the last time. Collectible assemblies are left out: to know them would keep them.</summary>
    public void Update()
    {
        if (Interlocked.Exchange(ref _changed, 0) == 0)
        {
            _hub.Exact.SetLone(_index, isNew: false);
            return;
        }

        foreach (Assembly assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (_isOver())
                return;
            if (!assembly.IsDynamic && !assembly.IsCollectible && _done.Add(assembly))
                Add(assembly);
        }

        _hub.Exact.SetAmbiguous(_hub.Names, _index.AmbiguousMachines);
        _hub.Exact.SetLone(_index, isNew: true);
    }

    private unsafe void Add(Assembly assembly)
    {
        if (!assembly.TryGetRawMetadata(out byte* blob, out int length))
            return;
        try
        {
            string name = assembly.GetName().Name ?? "";
            bool hasFile = assembly.Location is { Length: > 0 };
            if (hasFile)
                _codes.Add(name, assembly.Location);
            _index.Add(new MetadataReader(blob, length), hasFile ? new ModuleMakers(_codes, name, assembly.ManifestModule.ModuleVersionId) : null);
        }
        catch (BadImageFormatException)
        {
            // Obfuscated or damaged metadata: its methods keep their short names.
        }
        catch (Exception)
        {
            _hub.CountFault(); // whatever it is must not cost all other assemblies the names of their methods
        }
    }

    private void OnLoad(object? sender, AssemblyLoadEventArgs args) => Volatile.Write(ref _changed, 1);
}
