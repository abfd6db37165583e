using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace AsyncProf.Symbols.Metadata;

/// <summary>Names of types as metadata has them: <c>Ns.Outer`1+&lt;GetAsync&gt;d__3</c>.</summary>
internal static class MetadataNames
{
    /// <summary>Deeper nesting is damage.</summary>
    private const int MaximumDepth = 32;

    /// <summary>The name of a type; null where the token is none of a type that is defined there.</summary>
    /// <param name="reader">The module.</param>
    /// <param name="token">The type's token.</param>
    /// <exception cref="BadImageFormatException">The metadata is damaged.</exception>
    public static string? OfType(MetadataReader reader, int token)
    {
        if (MetadataTokens.EntityHandle(token) is not { Kind: HandleKind.TypeDefinition, IsNil: false } handle || MetadataTokens.GetRowNumber(handle) > reader.TypeDefinitions.Count)
            return null;
        TypeDefinition type = reader.GetTypeDefinition((TypeDefinitionHandle)handle);
        string name = reader.GetString(type.Name);
        for (int depth = 0; type.IsNested && depth < MaximumDepth; depth++)
        {
            type = reader.GetTypeDefinition(type.GetDeclaringType());
            name = $"{reader.GetString(type.Name)}+{name}";
        }

        return type.Namespace.IsNil ? name : $"{reader.GetString(type.Namespace)}.{name}";
    }

    /// <summary>A type as it reads: <c>Ns.Outer`1.Inner</c>, without classes of captured variables.</summary>
    public static string ReadableOf(MetadataReader reader, TypeDefinitionHandle handle)
    {
        string readable = "";
        for (int depth = 0; ; depth++)
        {
            TypeDefinition type = reader.GetTypeDefinition(handle);
            string name = reader.GetString(type.Name);
            if (!CompilerNames.IsDisplayClass(name))
                readable = readable.Length == 0 ? name : $"{name}.{readable}";
            if (!type.IsNested || depth == MaximumDepth)
            {
                string space = reader.GetString(type.Namespace);
                return space.Length == 0 ? readable : $"{space}.{readable}";
            }

            handle = type.GetDeclaringType();
        }
    }
}
