using System.Reflection.Metadata;

namespace AsyncProf.Symbols.Metadata;

/// <summary>The parameters of the async methods of a type, by the name of the state machine that their attribute names.</summary>
internal static class OverloadReader
{
    public static IReadOnlyDictionary<string, string> Read(MetadataReader reader, TypeDefinition owner)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (MethodDefinitionHandle handle in owner.GetMethods())
        {
            MethodDefinition method = reader.GetMethodDefinition(handle);
            foreach (CustomAttributeHandle attribute in method.GetCustomAttributes())
            {
                if (MachineNamedBy(reader, reader.GetCustomAttribute(attribute)) is { } machine)
                    parameters[machine] = Parameters(reader, method);
            }
        }

        return parameters;
    }

    private static string? MachineNamedBy(MetadataReader reader, CustomAttribute attribute)
    {
        if (attribute.Constructor.Kind != HandleKind.MemberReference
            || reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is not { Kind: HandleKind.TypeReference } parent)
        {
            return null;
        }

        StringHandle name = reader.GetTypeReference((TypeReferenceHandle)parent).Name;
        if (!reader.StringComparer.Equals(name, "AsyncStateMachineAttribute") && !reader.StringComparer.Equals(name, "AsyncIteratorStateMachineAttribute"))
            return null;

        // ECMA-335 II.23.3: a prolog of 1, then the type's name as a string.
        BlobReader blob = reader.GetBlobReader(attribute.Value);
        if (blob.Length < 3 || blob.ReadUInt16() != 1 || blob.ReadSerializedString() is not { } type)
            return null;
        int comma = type.IndexOf(',', StringComparison.Ordinal);
        if (comma >= 0)
            type = type[..comma];
        return type[(type.LastIndexOf('+') + 1)..];
    }

    /// <summary>The types of a method's parameters in parentheses.</summary>
    public static string Parameters(MetadataReader reader, MethodDefinition method)
    {
        MethodSignature<string> signature = method.DecodeSignature(new ShortTypeNames(), new GenericNames(reader, method));
        return $"({string.Join(", ", signature.ParameterTypes)})";
    }
}
