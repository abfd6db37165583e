namespace AsyncProf.Heap.Objects;

/// <summary>What the fields of a state machine are called in the sources, as the compilers of C#, Visual Basic and F# name them.</summary>
internal static class CapturedNames
{
    /// <summary>What <c>this</c> is called.</summary>
    public const string This = "this";

    /// <summary>Where a value lies that the compiler had to keep: an enumerator of a loop, the first operands of an expression with an await.</summary>
    public const string Temporary = "(temporary)";

    private const string Local = "$VB$Local_", Resumable = "$VB$ResumableLocal_";

    /// <summary>The name of a local, a parameter or <c>this</c>; null for what only serves to suspend the method. Awaiters are known by their types.</summary>
    /// <param name="field">The name of the field.</param>
    /// <param name="type">The name of its type.</param>
    public static string? Of(string field, string type)
    {
        if (field.StartsWith('<'))
            return OfCSharp(field);
        if (field.StartsWith('$'))
            return OfVisualBasic(field);
        bool isFSharp = field is "ResumptionPoint" or "ResumptionDynamicInfo" || type.StartsWith("Microsoft.FSharp.Control.TaskStateMachineData", StringComparison.Ordinal);
        return isFSharp || field.Length == 0 ? null : field;
    }

    private static string? OfCSharp(string field)
    {
        int close = field.IndexOf('>', StringComparison.Ordinal);
        if (close < 0)
            return field;
        if (close > 1)
            return field[1..close]; // <buffer>5__2
        return field[2..] switch
        {
            ['4', '_', '_', ..] => This,
            ['3', '_', '_', .. var parameter] => parameter, // an iterator's, for when it begins anew
            ['2', '_', '_', ..] => "(current)", // what an iterator has yielded
            ['8', '_', '_', ..] => "(closure)",
            ['7', '_', '_', ..] or ['s', '_', '_', ..] => Temporary,
            _ => null, // 1__state, t__builder, u__1, v__promiseOfValueOrEnd, w__disposeMode, l__initialThreadId, x__combinedTokens
        };
    }

    private static string? OfVisualBasic(string field)
    {
        if (field == "$VB$Me")
            return This;
        if (field.StartsWith(Local, StringComparison.Ordinal))
            return field[Local.Length..];
        if (field.StartsWith(Resumable, StringComparison.Ordinal))
            return field.LastIndexOf('$') is var end && end > Resumable.Length ? field[Resumable.Length..end] : field[Resumable.Length..];
        return field.StartsWith("$VB$NonLocal_", StringComparison.Ordinal) || field.StartsWith("$VB$Closure", StringComparison.Ordinal) ? "(closure)"
            : field.Length > 2 && field[1] is 'S' or 'U' or 'V' && char.IsAsciiDigit(field[2]) ? Temporary : null;
    }
}
