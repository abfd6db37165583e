using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Symbols.Code;

/// <summary>A method as the code of another one names it.</summary>
/// <param name="Type">Its type with the namespace, dots between nested types, without arity and type arguments; empty where no call made the value.</param>
/// <param name="Name">Its readable name, a property's for a getter; where <paramref name="Type"/> is empty that of the variable, or nothing.</param>
/// <param name="IsVirtual">True if what runs may be another method: an override or an implementation.</param>
internal readonly record struct CalledMethod(string Type, string Name, bool IsVirtual)
{
    /// <summary>How it reads in reports: the frameworks' types by their short names.</summary>
    public string Label => Name is "ctor" or ".ctor" && Type.Length > 0 ? (IsFramework ? Type[(Type.LastIndexOf('.') + 1)..] : Type) : Type.Length == 0 ? Name : $"{(IsFramework ? Type[(Type.LastIndexOf('.') + 1)..] : Type)}.{Name}";

    /// <summary>True if it gives a task that has ended already, on which nobody waits.</summary>
    public bool GivesEndedTask =>
        Type is "System.Threading.Tasks.Task" or "System.Threading.Tasks.ValueTask" && Name is "CompletedTask" or "FromResult" or "FromException" or "FromCanceled";

    /// <summary>True for the frameworks' own methods, as of <see cref="MethodName.IsFramework"/>.</summary>
    public bool IsFramework => Type.StartsWith("System.", StringComparison.Ordinal) || Type.StartsWith("Microsoft.", StringComparison.Ordinal);

    /// <summary>A type's name as <see cref="Type"/> has it: <c>Ns.Outer`1.Inner</c> is <c>Ns.Outer.Inner</c>.</summary>
    public static string WithoutArity(string type) => CompilerNames.WithoutArity(type);
}
