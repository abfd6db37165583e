using System.Globalization;
using System.Reflection.Metadata;

namespace AsyncProf.Symbols.Metadata;

/// <summary>What the type parameters of a method and of its type are called in the source.</summary>
/// <param name="reader">The module.</param>
/// <param name="method">The method.</param>
internal sealed class GenericNames(MetadataReader reader, MethodDefinition method)
{
    /// <summary>The name of a parameter of the method; <c>M0</c> where the metadata has none.</summary>
    public string OfMethod(int index) => Name(method.GetGenericParameters(), index) ?? $"M{index.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The name of a parameter of its type; <c>T0</c> where the metadata has none.</summary>
    public string OfType(int index) => Name(reader.GetTypeDefinition(method.GetDeclaringType()).GetGenericParameters(), index) ?? $"T{index.ToString(CultureInfo.InvariantCulture)}";

    private string? Name(GenericParameterHandleCollection parameters, int index) =>
        index < parameters.Count && reader.GetString(reader.GetGenericParameter(parameters[index]).Name) is { Length: > 0 } name ? name : null;
}
