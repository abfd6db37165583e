using System.Runtime.CompilerServices;
using AsyncProf.Events;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Symbols.Awaits;

/// <summary>The awaits of a recording, interned: each as a small number, and asked for once. One thread uses it.</summary>
internal sealed class AwaitTable(NameTable names, MethodTable methods, IAwaitSource source) : IPlaceNames
{
    /// <summary>The await of which nothing is known.</summary>
    public const int Unknown = 0;

    private static readonly AwaitInfo TheReturned = new("the task it returned", false, "", 0, -1);

    private readonly List<AwaitInfo> _infos = [AwaitInfo.Unknown];
    private readonly List<int> _on = [NameTable.NoneId];
    private readonly List<int> _labels = [NameTable.NoneId];
    private readonly Dictionary<AwaitInfo, int> _ids = new() { [AwaitInfo.Unknown] = Unknown };
    private readonly Dictionary<int, int> _untold = [];
    private readonly Dictionary<int, int> _onTask = [];
    private readonly Dictionary<(int Name, MethodId Awaited), int> _onCall = [];
    private readonly Dictionary<(int Caller, int Callee, int Await), (int Version, int Id)> _passing = [];
    private readonly List<MethodId[]> _passingMethods = [[]];
    private (int Name, int Id)[] _byPlace = [];
    private int _returned;

    public AwaitInfo this[int id] => _infos[id];

    /// <summary>Where a delegate that has returned a task waits for it.</summary>
    public int Returned => _returned != Unknown ? _returned : _returned = Intern(TheReturned);

    /// <summary>The name of what is awaited, in the table of names; 0 where nothing tells.</summary>
    public int OnOf(int id) => _on[id];

    /// <summary>The same as it reads: in brackets where it is one of several.</summary>
    public int LabelOf(int id) => _labels[id];

    /// <inheritdoc/>
    public int NameOf(int place) => place > 0 ? source.NameOf(place) : NameTable.NoneId;

    /// <summary>The await at a place of an operation's method; <see cref="Unknown"/> while nothing tells, or where the place is another method's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int At(int place, int nameId)
    {
        if ((uint)place >= (uint)_byPlace.Length || _byPlace[place] is var (name, id) && id == Unknown)
            return Learn(place, nameId);
        return name == nameId ? id : Unknown;
    }

    /// <inheritdoc cref="IAwaitSource.Untold"/>
    public int Untold(int nameId) => _untold.TryGetValue(nameId, out int id) ? id : Keep(_untold, nameId, source.Untold(nameId, methods[methods.Resolve(nameId)]));

    /// <inheritdoc cref="IAwaitSource.OnTask"/>
    public int OnTask(int nameId) => _onTask.TryGetValue(nameId, out int id) ? id : Keep(_onTask, nameId, source.OnTask(nameId, methods[methods.Resolve(nameId)]));

    /// <inheritdoc cref="IAwaitSource.OnCall"/>
    public int OnCall(int nameId, MethodId awaited) =>
        _onCall.TryGetValue((nameId, awaited), out int id) ? id : _onCall[(nameId, awaited)] = Intern(source.OnCall(nameId, methods[methods.Resolve(nameId)], methods[awaited]));

    /// <inheritdoc cref="IAwaitSource.BeginOf"/>
    public (string File, int Line) BeginOf(MethodName method) => source.BeginOf(method);

    /// <inheritdoc cref="IAwaitSource.LinkOf"/>
    public string LinkOf(MethodName method) => source.LinkOf(method);

    /// <summary>The methods that pass on a task from one method to another, as a number for <see cref="PassingMethods"/>; 0 where there are none, or none are known.</summary>
    /// <param name="caller">The name of the operations of who awaits.</param>
    /// <param name="callee">The name of the operations of who is awaited.</param>
    /// <param name="await">Where it does.</param>
    public int Passing(int caller, int callee, int await)
    {
        int version = source.PassedVersion;
        if (_passing.TryGetValue((caller, callee, await), out (int Version, int Id) known) && (known.Id != 0 || known.Version == version))
            return known.Id;
        int id = 0;
        if (PassingNames(caller, callee, await) is { Count: > 0 } found)
        {
            _passingMethods.Add([.. found.Select(methods.IdOf)]);
            id = _passingMethods.Count - 1;
        }

        _passing[(caller, callee, await)] = (version, id);
        return id;
    }

    /// <summary>The caller's side first.</summary>
    public IReadOnlyList<MethodId> PassingMethods(int id) => _passingMethods[id];

    private List<MethodName>? PassingNames(int caller, int callee, int await)
    {
        IEnumerable<MethodName> names = source.Passed(caller, callee)
            ?? _infos[await].Through.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(MethodName.Parse);
        string from = methods[methods.Resolve(caller)].FullName, to = methods[methods.Resolve(callee)].FullName;
        return [.. names.Where(name => CompilerNames.WithoutArity(from) != name.FullName && CompilerNames.WithoutArity(to) != name.FullName)];
    }

    private int Learn(int place, int nameId)
    {
        if (place <= 0 || source.NameOf(place) != nameId || source.At(place) is not { } info)
            return Unknown;
        if (place >= _byPlace.Length)
            Array.Resize(ref _byPlace, Math.Max(place + 1, Math.Max(64, _byPlace.Length * 2)));
        _byPlace[place] = (nameId, Intern(info));
        return _byPlace[place].Id;
    }

    /// <summary>What is not known now may be told later.</summary>
    private int Keep(Dictionary<int, int> known, int nameId, AwaitInfo? info) => info is null ? Unknown : known[nameId] = Intern(info);

    private int Intern(AwaitInfo? info)
    {
        if (info is null)
            return Unknown;
        if (_ids.TryGetValue(info, out int id))
            return id;
        _ids.Add(info, id = _infos.Count);
        _infos.Add(info);
        _on.Add(names.Intern(info.On));
        _labels.Add(names.Intern(info.Label));
        return id;
    }
}
