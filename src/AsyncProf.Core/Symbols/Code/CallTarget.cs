using System.Reflection.Metadata;

namespace AsyncProf.Symbols.Code;

/// <summary>What a call's token says.</summary>
internal sealed record CallTarget
{
    /// <summary>The token.</summary>
    public required int Token { get; init; }

    /// <summary>The method as reports name it.</summary>
    public required CalledMethod Method { get; init; }

    /// <summary>The method's name in metadata.</summary>
    public required string Name { get; init; }

    /// <summary>The number of arguments, the instance included.</summary>
    public required int Arguments { get; init; }

    /// <summary>True if it is called on an instance.</summary>
    public required bool HasThis { get; init; }

    /// <summary>True if it leaves a value.</summary>
    public required bool Returns { get; init; }

    /// <summary>The arguments that the call surely sets, a bit each from the lowest: those declared <c>out</c>, where the method is of this module.</summary>
    public ulong Out { get; init; }

    /// <summary>The first type argument of the method where that is a named type; nil otherwise.</summary>
    public EntityHandle FirstTypeArgument { get; init; }

    /// <summary>True for <c>GetAwaiter</c>, whoever declares it.</summary>
    public bool IsGetAwaiter => Name == "GetAwaiter" && Arguments == 1 && Returns;

    /// <summary>True for the builder's method that suspends.</summary>
    public bool IsSuspension => Name is "AwaitUnsafeOnCompleted" or "AwaitOnCompleted" && Arguments == 3 && HasThis;

    /// <summary>True for methods that give the same awaitable, or the same enumerator's source, in another shape.</summary>
    public bool KeepsAwaitable => Arguments > 0 && Name is "ConfigureAwait" or "WithCancellation" or "AsTask" or "Preserve" or "GetAsyncEnumerator" or "AsValueTask";

    /// <summary>True for the constructor that makes a <c>ValueTask</c> of a task.</summary>
    public bool IsValueTaskConstructor => Name == ".ctor" && Method.Type == "System.Threading.Tasks.ValueTask";
}
