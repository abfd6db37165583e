using System.Collections.Immutable;
using System.Globalization;
using System.Reflection.Metadata;

namespace AsyncProf.Symbols.Metadata;

/// <summary>
/// The methods of the state machines that the F# compiler made of a module's task expressions. It nests them in the module, or for types of a namespace in a class of its own,
/// and names them by the nearest name in the source: only code tells the type, and which of several methods of one name it was.
/// </summary>
internal sealed class FSharpMachines(MetadataReader reader, IMakerSearch? makers)
{
    /// <summary>What the compiler calls what has no name.</summary>
    private const string Nameless = "clo";

    /// <summary>A task expression that stands within another one of a method, or in a lambda there.</summary>
    private const string Inner = ".task";

    /// <summary>Deeper nesting is damage.</summary>
    private const int MaximumDepth = 32;

    private readonly List<Machine> _machines = [];
    private ILookup<string, TypeDefinitionHandle>? _types;

    /// <summary>Takes a state machine.</summary>
    /// <param name="handle">Its type.</param>
    /// <param name="name">Its name.</param>
    /// <param name="owner">The type that holds it, as it reads.</param>
    /// <param name="key">Its metadata name.</param>
    public void Add(TypeDefinitionHandle handle, string name, string owner, string key) => _machines.Add(new Machine(handle, name, key) { Type = owner, Method = CompilerNames.MethodOfFSharpMachine(name) ?? name });

    /// <summary>All that were taken, each with a name of its own; without assembly and module.</summary>
    public IEnumerable<(string ShortName, string Key, MethodName Method)> Read()
    {
        if (_machines.Count == 0)
            return [];
        IReadOnlyDictionary<EntityHandle, MethodDefinitionHandle> made = makers?.Find(CompilersTypes()) ?? ImmutableDictionary<EntityHandle, MethodDefinitionHandle>.Empty;
        Machine[] found = [.. _machines.Select(machine => Written(machine, made))];
        found = [.. found.GroupBy(machine => (machine.Type, machine.Method)).SelectMany(Overloaded)];
        found = [.. found.GroupBy(machine => (machine.Type, machine.Method, machine.Overload)).SelectMany(group => group.Any(machine => machine.IsInner) && group.Count() > 1
            ? group.Select(machine => machine.IsInner ? machine with { Method = machine.Method + Inner } : machine) : group)];
        return found.GroupBy(machine => (machine.Type, machine.Method, machine.Overload)).SelectMany(Numbered)
            .Select(machine => (machine.Name, machine.Key, new MethodName { Type = machine.Type, Name = machine.Method, Overload = machine.Overload, Machine = machine.Key }));
    }

    /// <summary>All types that stand for a part of a method: state machines, and closures, which may make them.</summary>
    private HashSet<EntityHandle> CompilersTypes()
    {
        var types = new HashSet<EntityHandle>();
        foreach (TypeDefinitionHandle handle in reader.TypeDefinitions)
        {
            if (CompilerNames.MethodOfFSharpMachine(reader.GetString(reader.GetTypeDefinition(handle).Name)) is not null)
                types.Add(handle);
        }

        return types;
    }

    /// <summary>Goes from a machine to who makes it, up to a method that a person wrote.</summary>
    private Machine Written(Machine machine, IReadOnlyDictionary<EntityHandle, MethodDefinitionHandle> made)
    {
        string? name = machine.Method == Nameless ? null : machine.Method;
        TypeDefinitionHandle at = machine.Handle;
        for (int depth = 0; depth < MaximumDepth && made.TryGetValue(at, out MethodDefinitionHandle maker); depth++)
        {
            MethodDefinition method = reader.GetMethodDefinition(maker);
            at = method.GetDeclaringType();
            string type = reader.GetString(reader.GetTypeDefinition(at).Name);
            if (CompilerNames.MethodOfFSharpMachine(type) is not { } outer)
                return machine with { Type = MetadataNames.ReadableOf(reader, at), Method = CompilerNames.Readable(name ?? reader.GetString(method.Name)), Root = maker, IsInner = depth > 0 };
            name ??= outer == Nameless ? null : outer;
        }

        // Where no code tells, a method that is the only one of its name does.
        _types ??= reader.MethodDefinitions.Select(handle => reader.GetMethodDefinition(handle)).ToLookup(method => reader.GetString(method.Name), method => method.GetDeclaringType(), StringComparer.Ordinal);
        TypeDefinitionHandle[] types = [.. _types[CompilerNames.Dotted(machine.Method)].Distinct().Take(2)];
        return machine with { Type = types is [var only] ? MetadataNames.ReadableOf(reader, only) : machine.Type, Method = CompilerNames.Readable(machine.Method) };
    }

    private IEnumerable<Machine> Overloaded(IEnumerable<Machine> ofOneName) => ofOneName.Select(machine => machine.Root).Where(root => !root.IsNil).Distinct().Count() > 1
        ? ofOneName.Select(machine => machine.Root.IsNil ? machine : machine with { Overload = OverloadReader.Parameters(reader, reader.GetMethodDefinition(machine.Root)) })
        : ofOneName;

    private static IEnumerable<Machine> Numbered(IEnumerable<Machine> ofOneName)
    {
        Machine[] machines = [.. ofOneName.OrderBy(machine => Order(machine.Name)).ThenBy(machine => machine.Key, StringComparer.Ordinal)];
        return machines.Length == 1 ? machines : machines.Select((machine, i) => machine with { Method = string.Create(CultureInfo.InvariantCulture, $"{machine.Method}#{i + 1}") });
    }

    /// <summary>Where a machine stands in the source: <c>both@29-1</c> by line 29, and then by 1.</summary>
    private static (int Line, int Number) Order(string name)
    {
        string[] parts = name[(name.LastIndexOf('@') + 1)..].Split('`')[0].Split('-');
        return (Number(parts[0]), parts.Length > 1 ? Number(parts[1]) : 0);
    }

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : 0;

    /// <summary>One of them.</summary>
    private sealed record Machine(TypeDefinitionHandle Handle, string Name, string Key)
    {
        public required string Type { get; init; }

        public required string Method { get; init; }

        public string Overload { get; init; } = "";

        /// <summary>The method in which it was written, if that is known.</summary>
        public MethodDefinitionHandle Root { get; init; }

        public bool IsInner { get; init; }
    }
}
