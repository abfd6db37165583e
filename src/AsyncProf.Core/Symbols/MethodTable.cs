using AsyncProf.Events;
using AsyncProf.Events.Tpl;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Symbols;

/// <summary>The methods of a recording, interned: the names of events become canonical methods, each found once.</summary>
internal sealed class MethodTable : IIteratorLookup
{
    /// <summary>A method without its names, in bytes.</summary>
    private const long MethodBytes = 400;

    private readonly NameTable _names;
    private readonly MetadataIndex _index;
    private readonly List<MethodName> _methods = [MethodName.Unknown];
    private readonly Dictionary<MethodName, MethodId> _ids = new() { [MethodName.Unknown] = default };
    private readonly Dictionary<int, MethodId> _shortOf = [];
    private readonly Dictionary<MethodId, MethodId> _shortOfMethod = [];
    private readonly HashSet<int> _told = [];
    private int[] _byName = new int[256];

    public MethodTable(NameTable names, MetadataIndex index)
    {
        _names = names;
        _index = index;
    }

    /// <summary>How many methods there are; every id below it is valid.</summary>
    public int Count => _methods.Count;

    /// <summary>What the methods take, in bytes; their names are mostly made of those of events.</summary>
    public long KeptBytes => (_methods.Count * MethodBytes) + (_names.Characters * 2 * sizeof(char));

    public MethodName this[MethodId id] => _methods[id.Value];

    public bool IsIterator(int nameId) => this[Resolve(nameId)].IsIterator;

    /// <inheritdoc/>
    public bool IsWhenEach(int nameId) => this[Resolve(nameId)] is { IsIterator: true, IsAmbiguous: false } method && method.Name.EndsWith("WhenEachState.Iterate", StringComparison.Ordinal);

    /// <summary>The method behind the name of an operation.</summary>
    public MethodId Resolve(int nameId)
    {
        if (nameId <= 0)
            return default;
        ref int id = ref At(nameId);
        if (id != 0)
            return new MethodId(id);
        MethodId method = Intern(Find(_names[nameId]));
        id = method.Value;
        if (!this[method].IsAmbiguous && TryGetShort(nameId, out MethodId ambiguous))
            _shortOfMethod.TryAdd(method, ambiguous);
        return method;
    }

    /// <summary>The ambiguous method that the short name of a method stands for, where the method was told apart; the default for any other.</summary>
    public MethodId ShortOf(MethodId method) => _shortOfMethod.GetValueOrDefault(method);

    /// <summary>The id of a method.</summary>
    public MethodId IdOf(MethodName method) => Intern(method);

    /// <summary>Says which method stands behind a name, as the process itself knew it. The first who says so is believed.</summary>
    public void Tell(int nameId, MethodName method)
    {
        if (nameId > 0 && _told.Add(nameId))
            At(nameId) = Intern(method).Value;
    }

    /// <summary>The ambiguous method that the short form of a name stands for; false where the name was never ambiguous or has not been told apart.</summary>
    public bool TryGetShort(int nameId, out MethodId ambiguous)
    {
        ambiguous = default;
        if (_shortOf.TryGetValue(nameId, out ambiguous))
            return ambiguous != default;
        string name = _names[nameId];
        int separator = name.IndexOf(TplTaskName.Separator, StringComparison.Ordinal);
        if (separator > 0)
            ambiguous = Resolve(_names.Intern(name[..separator]));
        _shortOf.Add(nameId, ambiguous);
        return ambiguous != default;
    }

    private ref int At(int nameId)
    {
        if (nameId >= _byName.Length)
            Array.Resize(ref _byName, Math.Max(nameId + 1, _byName.Length * 2));
        return ref _byName[nameId];
    }

    private MethodName Find(string name)
    {
        TplTaskName operation = TplTaskName.Parse(name);
        IReadOnlyList<MethodName> found = _index.Find(operation.Short, operation.IsDelegate);
        if (operation.Type.Length > 0 && FindExact(operation, found) is { } exact)
            return exact;

        if (found.Count == 1)
            return found[0];
        string readable = operation.IsDelegate
            ? CompilerNames.Readable(operation.Short)
            : CompilerNames.Readable(CompilerNames.MethodOfStateMachine(operation.Short) ?? CompilerNames.MethodOfVisualBasicMachine(operation.Short) ?? operation.Short);
        bool ambiguous = found.Count > 1;
        return new MethodName
        {
            Name = readable,
            IsAmbiguous = ambiguous,
            IsAmbiguousInFrameworks = ambiguous && found.All(method => method.IsFramework),
            IsIterator = ambiguous && found.All(method => method.IsIterator),
            Candidates = ambiguous ? new MethodCandidates(found) : MethodCandidates.None,
        };
    }

    /// <summary>A method's own type is known; of a delegate it is the type of who started it, where lambdas and local functions mostly are.</summary>
    private MethodName? FindExact(TplTaskName operation, IReadOnlyList<MethodName> found)
    {
        MethodName? method = _index.FindExact(operation.Assembly, operation.Type);
        if (!operation.IsDelegate)
            return method ?? MethodName.OfMachine(operation.Assembly, operation.Type);
        return method is not null && found.Where(candidate => candidate.IsWithin(method)).ToArray() is [var within]
            ? within
            : _index.FindStarted(operation.Short, operation.Assembly, operation.Type);
    }

    private MethodId Intern(MethodName method)
    {
        if (_ids.TryGetValue(method, out MethodId id))
        {
            if (_methods[id.Value].Machine.Length == 0)
                _methods[id.Value] = method; // that of a delegate did not say where its code is
            return id;
        }

        id = new MethodId(_methods.Count);
        _methods.Add(method);
        _ids.Add(method, id);
        return id;
    }
}
