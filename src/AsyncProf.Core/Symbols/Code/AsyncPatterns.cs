namespace AsyncProf.Symbols.Code;

/// <summary>What the compiler makes of <c>await foreach</c> and <c>await using</c>: calls on variables of its own.</summary>
internal static class AsyncPatterns
{
    private const int MaximumSteps = 8;

    /// <summary>
    /// The method of a call as a person would name it: a step of an enumerator is awaited in the method that gave the enumerable;
    /// a configured one is disposed of as what it wraps.
    /// </summary>
    public static CalledMethod MethodOf(Evaluation evaluation, Origin call)
    {
        CallTarget target = call.Call!;
        if (target.Name is not ("MoveNextAsync" or "DisposeAsync"))
            return target.Method;
        CallTarget? source = SourceOf(evaluation, call.Inner, call.Index)?.Call;
        if (target.Name == "MoveNextAsync" && source is not null)
            return source.Method;
        return target.Method.Type switch
        {
            "System.Runtime.CompilerServices.ConfiguredAsyncDisposable" when source is { Name: ".ctor" } => target.Method with { Type = source.Method.Type, Name = "DisposeAsync" },
            "System.Runtime.CompilerServices.ConfiguredAsyncDisposable" => new CalledMethod("System.IAsyncDisposable", "DisposeAsync", IsVirtual: true),
            "System.Runtime.CompilerServices.ConfiguredCancelableAsyncEnumerable.Enumerator" when target.Name == "MoveNextAsync" =>
                new CalledMethod("System.Collections.Generic.IAsyncEnumerator", "MoveNextAsync", IsVirtual: true),
            "System.Runtime.CompilerServices.ConfiguredCancelableAsyncEnumerable.Enumerator" => new CalledMethod("System.IAsyncDisposable", "DisposeAsync", IsVirtual: true),
            _ => target.Method,
        };
    }

    /// <summary>The call of <c>DisposeAsync</c> that made a value; null if it is none.</summary>
    public static Origin? DisposalOf(Origin? awaited)
    {
        for (int step = 0; step < MaximumSteps && awaited is not null; step++)
        {
            if (awaited is { Kind: OriginKind.Call, Call.KeepsAwaitable: false })
                return awaited.Call.Name == "DisposeAsync" ? awaited : null;
            awaited = awaited.Inner;
        }

        return null;
    }

    /// <summary>Where what a call is made on was put into its variable; null if that is no variable.</summary>
    public static int? BeginningOf(Evaluation evaluation, Origin call) =>
        call.Inner is { Kind: OriginKind.Local or OriginKind.OwnField } variable && LastStore(evaluation, variable, call.Index) is { } store ? store.Offset : null;

    /// <summary>The call that a value comes from at last, through variables and what only wraps it; null if that is not known.</summary>
    private static Origin? SourceOf(Evaluation evaluation, Origin? value, int offset)
    {
        for (int step = 0; step < MaximumSteps && value is not null; step++)
        {
            switch (value.Kind)
            {
                case OriginKind.Call when !value.Call!.KeepsAwaitable:
                    return value;
                case OriginKind.Call:
                    offset = value.Index;
                    value = value.Inner;
                    break;
                case OriginKind.Local or OriginKind.OwnField:
                    value = value.Inner ?? LastStore(evaluation, value, offset)?.Value;
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>Variables of the compiler's own are set once before they are used, and used anew for the next statement.</summary>
    private static (int Offset, Origin Value)? LastStore(Evaluation evaluation, Origin variable, int offset)
    {
        IReadOnlyList<(int Offset, Origin Value)> stores = evaluation.StoredTo(variable.Index);
        for (int i = stores.Count - 1; i >= 0; i--)
        {
            if (stores[i].Offset < offset)
                return stores[i];
        }

        return null;
    }
}
