using AsyncProf.Symbols;
using AsyncProf.Symbols.Code;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Naming.Code;

/// <summary>
/// Tells methods of one name apart by the code of who awaits them: a method whose awaits are all known, and of which only one can be a method of that name, awaits that one.
/// One await that may be anything leaves all in doubt.
/// </summary>
/// <param name="methods">The methods.</param>
/// <param name="code">Their code.</param>
internal sealed class CodeNaming(MethodTable methods, IMethodCode code)
{
    private readonly Dictionary<(MethodId Caller, MethodId Name), MethodId> _known = [];

    /// <summary>The method that a caller awaits under a name; the default where it may be several.</summary>
    public MethodId Decide(MethodId caller, MethodId name)
    {
        if (!_known.TryGetValue((caller, name), out MethodId decided))
            _known.Add((caller, name), decided = Find(methods[caller], methods[name]) is { } found ? methods.IdOf(found) : default);
        return decided;
    }

    private MethodName? Find(MethodName caller, MethodName name)
    {
        if (caller.IsAmbiguous || caller.Type.Length == 0 || code.Of(caller) is not { } awaiting)
            return null;
        var possible = new HashSet<MethodName>();
        foreach (CalledMethod awaited in awaiting.Awaits.SelectMany(site => site.Candidates))
        {
            if (!TryTargets(awaited, name, out IEnumerable<MethodName> targets))
                return null;
            possible.UnionWith(targets);
        }

        return possible.Count == 1 ? possible.First() : null;
    }

    /// <summary>Which of the methods of a name an await can be of; false where it may be of anything.</summary>
    private bool TryTargets(CalledMethod awaited, MethodName name, out IEnumerable<MethodName> targets)
    {
        targets = [];
        if (awaited.Type.Length == 0)
            return false;
        if (awaited.IsFramework)
            return IsOwnOperation(awaited) && !name.Candidates.Any(candidate => Last(candidate.Name) == awaited.Name);
        IReadOnlyCollection<(string Type, string Method)>? called = awaited.IsVirtual
            ? code.Targets(awaited.Type, awaited.Name)
            : code.IsAsync(awaited.Type, awaited.Name) ? [(awaited.Type, awaited.Name)] : null;
        if (called is null)
            return false;
        targets = name.Candidates.Where(candidate => called.Contains((CalledMethod.WithoutArity(candidate.Type), candidate.Name)));
        return true;
    }

    /// <summary>Whether an await of the framework's waits for an operation of the framework's own, and never for one that it was given.</summary>
    private static bool IsOwnOperation(CalledMethod awaited) => awaited switch
    {
        { Type: "System.Threading.Tasks.Task" or "System.Threading.Tasks.ValueTask" } => awaited.Name is "Delay" or "Yield" or "CompletedTask" or "FromResult",
        _ => awaited.Name.EndsWith("Async", StringComparison.Ordinal) && awaited.Name is not "WaitAsync",
    };

    private static string Last(string name) => name[(name.LastIndexOf('.') + 1)..];
}
