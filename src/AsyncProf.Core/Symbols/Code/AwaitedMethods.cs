namespace AsyncProf.Symbols.Code;

/// <summary>Names what an awaitable was made by, once a method's code has been followed.</summary>
/// <param name="evaluation">The method's code, followed to its end.</param>
/// <param name="variables">The names of its variables; null where they do not matter.</param>
internal sealed class AwaitedMethods(Evaluation evaluation, VariableNames? variables)
{
    /// <summary>More ways than this are no help to anybody, and a way to hold up the reader.</summary>
    private const int MaximumSteps = 256;

    private readonly List<CalledMethod> _found = [];
    private readonly HashSet<Origin> _seen = new(ReferenceEqualityComparer.Instance);

    /// <summary>The methods that can have made a value that is waited for, or the variables that can have held it; never empty.</summary>
    /// <param name="origin">The value's origin.</param>
    /// <param name="offset">Where it is awaited.</param>
    public IReadOnlyList<CalledMethod> Of(Origin? origin, int offset)
    {
        _found.Clear();
        _seen.Clear();
        var open = new Stack<Origin>();
        open.Push(origin ?? Origin.Unknown);
        while (open.TryPop(out Origin? next))
        {
            if (_seen.Count >= MaximumSteps)
                return [Variable("")];
            if (_seen.Add(next))
                Follow(next, offset, open);
        }

        if (_found.Exists(method => !method.GivesEndedTask))
            _found.RemoveAll(method => method.GivesEndedTask);
        return _found.Count == 0 ? [Variable("")] : [.. _found];
    }

    private static CalledMethod Variable(string name) => new("", name, IsVirtual: false);

    private void Follow(Origin origin, int offset, Stack<Origin> open)
    {
        switch (origin.Kind)
        {
            case OriginKind.Call when origin.Call is { } call:
                if (origin.Inner is { } inner && (call.KeepsAwaitable || (call.IsValueTaskConstructor && inner.Kind == OriginKind.Call)))
                    open.Push(inner);
                else
                    Add(RuntimeAwaits.IsHelper(call) ? RuntimeAwaits.Result : AsyncPatterns.MethodOf(evaluation, origin));
                break;
            case OriginKind.Either:
                open.Push(origin.Other!);
                open.Push(origin.Inner!);
                break;
            case OriginKind.Local or OriginKind.OwnField when origin.Inner is not null:
                open.Push(origin.Inner);
                break;
            case OriginKind.Local or OriginKind.OwnField when variables?.IsGivenByCaller(origin) != true && evaluation.StoredTo(origin.Index) is { Count: > 0 and < MaximumSteps } stores:
                if (stores.Any(store => store.Value.Kind == OriginKind.Unknown))
                    Add(Variable(variables?.Of(origin, offset) ?? "")); // its name is all there is to say
                for (int i = stores.Count - 1; i >= 0; i--)
                {
                    if (stores[i].Value.Kind != OriginKind.Unknown)
                        open.Push(stores[i].Value);
                }

                break;
            case OriginKind.Nothing:
                break;
            default:
                Add(Variable(variables?.Of(origin, offset) ?? ""));
                break;
        }
    }

    private void Add(CalledMethod method)
    {
        if (!_found.Contains(method))
            _found.Add(method);
    }
}
