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
                found.Add(new MethodName
                {
                    Type = MetadataNames.ReadableOf(reader, method.GetDeclaringType()),
                    Name = name,
                    Assembly = reader.IsAssembly ? reader.GetString(reader.GetAssemblyDefinition().Name) : "",
                    Module = reader.GetGuid(reader.GetModuleDefinition().Mvid),
                });
                if (found.Count >= MaximumFound)
                    return found;
            }
        }

        return found;
    }
}
