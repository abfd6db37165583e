using System.Reflection;
using System.Reflection.Metadata;

namespace AsyncProf.Symbols.Metadata;

/// <summary>
/// Finds ordinary methods by name, for delegates made of a method group: <c>Task.Run(DoWork)</c> says only <c>DoWork</c>.
/// Reads all modules, some milliseconds a name; each name is asked once.
/// </summary>
internal static class MethodSearch
{
    /// <summary>More than this many tells nobody anything.</summary>
    private const int MaximumFound = 8;

    public static IEnumerable<MethodName> Find(IReadOnlyList<MetadataReader> readers, string name)
    {
        var found = new HashSet<MethodName>();
        foreach (MetadataReader reader in readers)
        {
            foreach (MethodDefinitionHandle handle in reader.MethodDefinitions)
            {
                MethodDefinition method = reader.GetMethodDefinition(handle);
                if (!reader.StringComparer.Equals(method.Name, name))
                    continue;
                found.Add(Named(reader, method, name));
                if (found.Count >= MaximumFound)
                    return found;
            }
        }

        return found;
    }

    /// <summary>The same with one more module, which comes after those that were searched.</summary>
    /// <exception cref="BadImageFormatException">The metadata is damaged.</exception>
    public static IReadOnlyList<MethodName> Extend(IReadOnlyList<MethodName> found, MetadataReader reader, string name) =>
        found.Count < MaximumFound && Find([reader], name).ToArray() is { Length: > 0 } more ? [.. found.Union(more).Take(MaximumFound)] : found;

    /// <summary>The methods of a name that a type has, if a delegate of that name that it makes can only be of those: they have no overrides, and its code makes none of another's.</summary>
    /// <param name="reader">A module.</param>
    /// <param name="makers">Looks into its code; null where that cannot be had, and metadata has to do.</param>
    /// <param name="name">The name of the methods.</param>
    /// <param name="assembly">The assembly of the type.</param>
    /// <param name="owner">The type as it reads.</param>
    public static IEnumerable<MethodName> FindOwn(MetadataReader reader, IMakerSearch? makers, string name, string assembly, string owner)
    {
        if (!reader.IsAssembly || !reader.StringComparer.Equals(reader.GetAssemblyDefinition().Name, assembly))
            yield break;
        foreach (MethodDefinitionHandle handle in reader.MethodDefinitions)
        {
            MethodDefinition method = reader.GetMethodDefinition(handle);
            if (reader.StringComparer.Equals(method.Name, name) && !CanBeAnother(method.Attributes) && MetadataNames.ReadableOf(reader, method.GetDeclaringType()) == owner
                && makers?.MakesOwnOnly(method.GetDeclaringType(), name) != false)
            {
                yield return Named(reader, method, name);
            }
        }
    }

    private static bool CanBeAnother(MethodAttributes attributes) => (attributes & (MethodAttributes.Virtual | MethodAttributes.Final)) == MethodAttributes.Virtual;

    private static MethodName Named(MetadataReader reader, MethodDefinition method, string name) => new()
    {
        Type = MetadataNames.ReadableOf(reader, method.GetDeclaringType()),
        Name = name,
        Assembly = reader.IsAssembly ? reader.GetString(reader.GetAssemblyDefinition().Name) : "",
        Module = reader.GetGuid(reader.GetModuleDefinition().Mvid),
    };
}
