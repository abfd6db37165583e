using System.Reflection.Metadata;

namespace AsyncProf.Symbols.Code;

/// <summary>Finds a type by its metadata name, <c>Ns.Outer+Inner</c>, with or without the backslashes that reflection adds to it.</summary>
internal static class TypeSearch
{
    /// <summary>The type; null if there is none.</summary>
    public static TypeDefinitionHandle? Find(MetadataReader reader, string name)
    {
        List<string> parts = Parts(name);
        string last = parts[^1];
        string inSpace = parts.Count == 1 ? last[(last.LastIndexOf('.') + 1)..] : last;
        foreach (TypeDefinitionHandle handle in reader.TypeDefinitions)
        {
            if (reader.StringComparer.Equals(reader.GetTypeDefinition(handle).Name, inSpace) && Is(reader, handle, parts))
                return handle;
        }

        return null;
    }

    private static bool Is(MetadataReader reader, TypeDefinitionHandle handle, List<string> parts)
    {
        for (int i = parts.Count - 1; i > 0; i--)
        {
            TypeDefinition inner = reader.GetTypeDefinition(handle);
            handle = inner.GetDeclaringType();
            if (handle.IsNil || !reader.StringComparer.Equals(inner.Name, parts[i]))
                return false;
        }

        TypeDefinition outer = reader.GetTypeDefinition(handle);
        if (!outer.GetDeclaringType().IsNil)
            return false;
        string space = BoundedNames.Read(reader, outer.Namespace);
        string name = BoundedNames.Read(reader, outer.Name);
        return space.Length == 0 ? parts[0] == name : parts[0] == $"{space}.{name}";
    }

    private static List<string> Parts(string name)
    {
        var parts = new List<string>();
        var part = new System.Text.StringBuilder(name.Length);
        for (int i = 0; i < name.Length; i++)
        {
            if (name[i] == '\\' && i + 1 < name.Length)
            {
                part.Append(name[++i]);
            }
            else if (name[i] == '+')
            {
                parts.Add(part.ToString());
                part.Clear();
            }
            else
            {
                part.Append(name[i]);
            }
        }

        parts.Add(part.ToString());
        return parts;
    }
}
