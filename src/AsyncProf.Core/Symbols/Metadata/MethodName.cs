namespace AsyncProf.Symbols.Metadata;

/// <summary>What a method is called, the same in every build: compiler-made names are folded into the method they belong to.</summary>
internal sealed record MethodName
{
    /// <summary>The name of a method that nothing names: its call began before the recording.</summary>
    public static MethodName Unknown { get; } = new() { Name = "(begun before recording)" };

    /// <summary>How the display name of a method ends that cannot be told from others.</summary>
    internal const string AmbiguousMark = " (ambiguous)";

    /// <summary>The declaring type with its namespace, dots between nested types; empty where it is not known.</summary>
    public string Type { get; init; } = "";

    /// <summary>The method's own name; local functions and lambdas read <c>Outer.Local</c> and <c>Outer.lambda</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The parameter types in parentheses where the type has several async methods of this name; otherwise empty.</summary>
    public string Overload { get; init; } = "";

    /// <summary>The simple name of the assembly; empty where it is not known.</summary>
    public string Assembly { get; init; } = "";

    /// <summary>The module version id of the assembly; empty where it is not known.</summary>
    public Guid Module { get; init; }

    /// <summary>The metadata name of its state machine, or the <see cref="MethodKey"/> of a method that has none; empty where it is not async, or that is not known.</summary>
    public string Machine { get; init; } = "";

    /// <summary>True if several loaded types have a method of this compiler-made name and nothing told which one ran.</summary>
    public bool IsAmbiguous { get; init; }

    /// <summary>True if the method is not async and only passes a task on.</summary>
    public bool PassesOn { get; init; }

    /// <summary>Those who bear the name, if it is ambiguous and they are known.</summary>
    public MethodCandidates Candidates { get; init; } = MethodCandidates.None;

    /// <summary>True if the method is an async iterator.</summary>
    public bool IsIterator { get; init; }

    /// <summary>The canonical name: <c>Namespace.Type.Method</c>.</summary>
    public string FullName => Type.Length == 0 ? Name : $"{Type}.{Name}";

    /// <summary>The type's own name and the method: <c>Type.Method</c>.</summary>
    public string ShortName => Type.Length == 0 ? Name : $"{Type[(Type.LastIndexOf('.') + 1)..]}.{Name}";

    /// <summary>The canonical name with the parameters where they are needed to tell overloads apart.</summary>
    public string DisplayName => FullName + Overload + (IsAmbiguous ? AmbiguousMark : "");

    /// <summary>True for the frameworks' own methods, which text reports fold: <c>System.*</c> and <c>Microsoft.*</c>.</summary>
    public bool IsFramework => IsAmbiguousInFrameworks || IsOfFrameworks(Type);

    /// <summary>True if the name is ambiguous and all who bear it are the frameworks' own.</summary>
    internal bool IsAmbiguousInFrameworks { get; init; }

    /// <summary>Whether a type, or a method by its canonical name, is the frameworks'.</summary>
    internal static bool IsOfFrameworks(string name) => name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal);

    /// <summary>Whether it is a lambda or a local function of another method.</summary>
    public bool IsWithin(MethodName outer) => Type == outer.Type && Module == outer.Module && Name.StartsWith(outer.Name + ".", StringComparison.Ordinal);

    /// <summary>Whether a display name tells which method it is, and not only that it is one of several or began before the recording.</summary>
    internal static bool IsCertain(string displayName) => displayName != Unknown.Name && !displayName.EndsWith(AmbiguousMark, StringComparison.Ordinal);

    /// <summary>A method by its canonical name alone.</summary>
    internal static MethodName Parse(string fullName)
    {
        int dot = fullName.LastIndexOf('.');
        return new MethodName { Type = dot <= 0 ? "" : fullName[..dot], Name = fullName[(dot + 1)..], PassesOn = true };
    }

    /// <summary>The method of a state machine by its metadata name alone, for code that has no module on disk: emitted, or loaded to be unloaded.</summary>
    internal static MethodName? OfMachine(string assembly, string machine)
    {
        if (MethodKey.Parse(machine) is { } key)
            return new MethodName { Type = CompilerNames.OwnerOf(key.Type), Name = CompilerNames.Readable(key.Method), Assembly = assembly };
        int plus = machine.LastIndexOf('+');
        return (CompilerNames.MethodOfStateMachine(machine[(plus + 1)..]) ?? CompilerNames.MethodOfVisualBasicMachine(machine[(plus + 1)..])) is { } method
            ? new MethodName { Type = plus < 0 ? "" : CompilerNames.OwnerOf(machine[..plus]), Name = CompilerNames.Readable(method), Assembly = assembly, Machine = machine }
            : null;
    }

    /// <summary>A method by the metadata names of its type and its own, for one of which no module is looked through.</summary>
    internal static MethodName OfCode(string assembly, string type, string name) => new() { Type = CompilerNames.OwnerOf(type), Name = CompilerNames.Readable(name), Assembly = assembly };

    /// <summary>The state machine says where the code is, and not which method it is: a delegate of the same method is told without it.</summary>
    public bool Equals(MethodName? other) => other is not null && Type == other.Type && Name == other.Name && Overload == other.Overload && Assembly == other.Assembly && Module == other.Module
        && (IsAmbiguous, IsAmbiguousInFrameworks, IsIterator, PassesOn) == (other.IsAmbiguous, other.IsAmbiguousInFrameworks, other.IsIterator, other.PassesOn) && Candidates.Equals(other.Candidates);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, Name, Overload, Assembly, Module, IsAmbiguous);

    /// <inheritdoc/>
    public override string ToString() => DisplayName;
}
