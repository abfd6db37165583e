using System.Reflection;
using System.Reflection.Metadata;
using AsyncProf.Symbols.Code;

namespace AsyncProf.Naming.Code;

/// <summary>The types of an app's own modules, and who of them implements what. Names are those of <see cref="CalledMethod.Type"/>.</summary>
internal sealed class AppTypes
{
    /// <summary>More than any app has.</summary>
    private const int MostTypes = 500_000, DeepestBase = 64;

    private readonly Dictionary<string, AppType> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<AppType>> _directly = new(StringComparer.Ordinal);

    /// <summary>Adds the types of a module; those of the frameworks' are left out.</summary>
    public void Add(MetadataReader reader)
    {
        if (!reader.IsAssembly || IsFramework(reader.GetString(reader.GetAssemblyDefinition().Name) + "."))
            return;
        foreach (TypeDefinitionHandle handle in reader.TypeDefinitions)
        {
            TypeDefinition definition = reader.GetTypeDefinition(handle);
            string name = TypeNames.Read(reader, handle);
            if (_types.Count >= MostTypes || name.Length == 0)
                continue;
            string before = definition.BaseType.IsNil ? "" : TypeNames.Read(reader, definition.BaseType);
            var type = new AppType(name, before, reader, handle);
            _types.TryAdd(name, type);
            IEnumerable<string> above = definition.GetInterfaceImplementations().Select(one => TypeNames.Read(reader, reader.GetInterfaceImplementation(one).Interface));
            foreach (string one in above.Append(before).Where(one => one.Length > 0).Distinct(StringComparer.Ordinal))
            {
                if (!_directly.TryGetValue(one, out List<AppType>? below))
                    _directly.Add(one, below = []);
                below.Add(type);
            }
        }
    }

    /// <summary>
    /// The types whose code a call of a method can run, each with that method; null where one of them has code that is not known, or none is known at all.
    /// </summary>
    /// <param name="type">The type that the call names.</param>
    /// <param name="method">The method.</param>
    /// <param name="isAsync">Whether a method, by its type and name, is async: then its code begins an operation of its own.</param>
    public IReadOnlyCollection<(string Type, string Method)>? Targets(string type, string method, Func<string, string, bool> isAsync)
    {
        var found = new HashSet<(string, string)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var work = new Stack<AppType>(_directly.GetValueOrDefault(type, []));
        if (_types.TryGetValue(type, out AppType? itself))
            work.Push(itself);
        while (work.TryPop(out AppType? next))
        {
            if (!seen.Add(next.Name))
                continue;
            foreach (AppType below in _directly.GetValueOrDefault(next.Name, []))
                work.Push(below);
            if (!TryAdd(next, method, isAsync, found))
                return null;
        }

        return found.Count == 0 ? null : found;
    }

    private static bool IsFramework(string name) =>
        name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal) || name is "netstandard." or "mscorlib.";

    /// <summary>Adds what a type runs for a method: its own, or the nearest that it inherits; false where that is not known.</summary>
    private bool TryAdd(AppType type, string method, Func<string, string, bool> isAsync, HashSet<(string, string)> found)
    {
        AppType? holder = type;
        for (int depth = 0; depth < DeepestBase && holder is not null; depth++)
        {
            (string? name, bool isAbstract) = holder.Find(method);
            if (name is not null && isAbstract)
                return true; // those below it have the code
            if (name is not null)
                return isAsync(holder.Name, name) && (found.Add((holder.Name, name)) || true);
            if (holder.IsAbstract || holder.Base is "System.Object" or "")
                return true; // an interface, or a class that leaves it to those below it
            holder = _types.GetValueOrDefault(holder.Base);
        }

        return false; // it is inherited from a module that is not the app's
    }

    /// <summary>One type.</summary>
    private sealed record AppType(string Name, string Base, MetadataReader Reader, TypeDefinitionHandle Handle)
    {
        public bool IsAbstract => (Reader.GetTypeDefinition(Handle).Attributes & TypeAttributes.Abstract) != 0;

        /// <summary>Its own method of a name, or its explicit implementation of one; null if it has none.</summary>
        public (string? Name, bool IsAbstract) Find(string method)
        {
            foreach (MethodDefinitionHandle handle in Reader.GetTypeDefinition(Handle).GetMethods())
            {
                MethodDefinition definition = Reader.GetMethodDefinition(handle);
                string name = AsyncProf.Symbols.Metadata.CompilerNames.Readable(Reader.GetString(definition.Name));
                if (name == method || name.EndsWith("." + method, StringComparison.Ordinal))
                    return (name, (definition.Attributes & MethodAttributes.Abstract) != 0);
            }

            return default;
        }
    }
}
