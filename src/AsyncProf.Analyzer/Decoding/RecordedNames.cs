using AsyncProf.Budgets;
using AsyncProf.Decoding.Stacks;
using AsyncProf.Events;
using AsyncProf.Naming;
using AsyncProf.Naming.Code;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Awaits;
using AsyncProf.Symbols.Metadata;
using AsyncProf.Symbols.Places;

namespace AsyncProf.Decoding;

/// <summary>The names of a recording, and all that tells what they mean; the same for every time that it is read.</summary>
internal sealed class RecordedNames : IDisposable
{
    private readonly DiskModules _modules = new();
    private readonly SampledStacks? _stacks;
    private bool _hasModules;

    /// <summary>Knows nothing yet.</summary>
    /// <param name="stacks">What was seen of stacks; null for nothing.</param>
    /// <param name="frequency">The ticks of the recording's clock, a second.</param>
    public RecordedNames(SampledStacks? stacks, long frequency)
    {
        _stacks = stacks;
        Methods = new MethodTable(Table, _modules.Index);
        Places = new TreePlaces(Methods);
        Code = new CodeNaming(Methods, _modules.Code);
        CodeAwaits = new CodeAwaits(_modules.Codes, new PlaceTable(0), _modules.Index);
        Identities = stacks is null ? null : new StackIdentities(stacks, Table, frequency);
    }

    /// <summary>What it takes, in bytes, without the modules.</summary>
    public long KeptBytes => Table.KeptBytes + Methods.KeptBytes + (_stacks?.KeptBytes ?? 0);

    public NameTable Table { get; } = new();

    public MethodTable Methods { get; }

    public TreePlaces Places { get; }

    /// <summary>What stacks say; null where none were seen.</summary>
    public StackIdentities? Identities { get; }

    /// <summary>Who calls whom, as code has it.</summary>
    public CodeNaming Code { get; }

    /// <summary>The awaits, as code has them.</summary>
    public CodeAwaits CodeAwaits { get; }

    /// <summary>The code of modules that lie on disk.</summary>
    public ModuleCodes Codes => _modules.Codes;

    /// <summary>What modules that lie on disk say of their methods.</summary>
    public MetadataIndex Index => _modules.Index;

    /// <summary>Who calls what, as far as that was seen.</summary>
    public CallShapes Shapes { get; } = new();

    /// <summary>Who is where in the call tree, as far as that was seen.</summary>
    public CallPlaces Known { get; set; } = new();

    /// <summary>Adds the modules that a recording names, once.</summary>
    public void AddModulesOf(string path, RundownReader rundown, MemoryAccount memory)
    {
        if (!_hasModules)
            _modules.AddThoseOf(path, rundown, memory);
        _hasModules = true;
    }

    /// <summary>Adds a module of a process that is looked at while it runs.</summary>
    public void AddModule(string path) => _modules.Add(path);

    /// <inheritdoc/>
    public void Dispose() => _modules.Dispose();
}
