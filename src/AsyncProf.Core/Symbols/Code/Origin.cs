namespace AsyncProf.Symbols.Code;

/// <summary>Where a value on the evaluation stack comes from.</summary>
internal sealed class Origin
{
    /// <summary>A value of which nothing is known.</summary>
    public static Origin Unknown { get; } = new() { Kind = OriginKind.Unknown };

    /// <summary>Null or a default value: what cleans a variable.</summary>
    public static Origin Nothing { get; } = new() { Kind = OriginKind.Nothing };

    /// <summary>The instance whose code it is.</summary>
    public static Origin This { get; } = new() { Kind = OriginKind.This };

    /// <summary>What it is.</summary>
    public required OriginKind Kind { get; init; }

    /// <summary>The call that made it.</summary>
    public CallTarget? Call { get; init; }

    /// <summary>What the call was made on, or its first argument; what the variable is known to hold; one of the two where it is either.</summary>
    public Origin? Inner { get; init; }

    /// <summary>The other one where it is either.</summary>
    public Origin? Other { get; init; }

    /// <summary>The call's offset; a local's or parameter's index; a field's token.</summary>
    public int Index { get; init; }

    /// <summary>True if it is the variable's address.</summary>
    public bool IsAddress { get; init; }

    /// <summary>One of two values: where two ways of the code meet.</summary>
    public static Origin Either(Origin one, Origin other) =>
        ReferenceEquals(one, other) ? one : new Origin { Kind = OriginKind.Either, Inner = one, Other = other };
}
