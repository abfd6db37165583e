using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace AsyncProf.Symbols.Code;

/// <summary>Finds of which methods of a name a type makes delegates: its own, or those of other types.</summary>
/// <param name="reader">The module.</param>
/// <param name="owner">The type.</param>
/// <param name="name">The name of the methods.</param>
internal sealed class GroupReader(MetadataReader reader, TypeDefinitionHandle owner, string name)
{
    /// <summary>More methods than any type has with what is nested in it.</summary>
    private const int MostMethods = 50_000;

    /// <summary>Whether it makes one of its own.</summary>
    public bool HasOwn { get; private set; }

    /// <summary>Whether it makes one of another type.</summary>
    public bool HasOthers { get; private set; }

    /// <summary>The methods of the type, and of those that are nested in it.</summary>
    /// <exception cref="BadImageFormatException">The type is damaged, or too large.</exception>
    public IReadOnlyList<MethodDefinitionHandle> Methods()
    {
        var methods = new List<MethodDefinitionHandle>();
        List<TypeDefinitionHandle> types = [owner];
        for (int i = 0; i < types.Count; i++)
        {
            TypeDefinition type = reader.GetTypeDefinition(types[i]);
            methods.AddRange(type.GetMethods());
            types.AddRange(type.GetNestedTypes());
            if (methods.Count > MostMethods || types.Count > MostMethods)
                throw new BadImageFormatException("A type with too many methods.");
        }

        return methods;
    }

    /// <summary>Reads the code of one method.</summary>
    /// <exception cref="BadImageFormatException">What a token names is damaged.</exception>
    public void Take(ReadOnlySpan<byte> il)
    {
        var instructions = new IlInstructions(il);
        while (instructions.Read())
        {
            if (instructions.Code is ILOpCode.Ldftn or ILOpCode.Ldvirtftn && TypeOf(MetadataTokens.EntityHandle(instructions.Operand)) is { IsNil: false } type)
                _ = type == owner ? HasOwn = true : HasOthers = true;
        }
    }

    /// <summary>The type of a method, if that has the name; nil otherwise.</summary>
    private EntityHandle TypeOf(EntityHandle method)
    {
        if (method.Kind == HandleKind.MethodSpecification)
            method = reader.GetMethodSpecification((MethodSpecificationHandle)method).Method;
        (StringHandle found, EntityHandle type) = method.Kind switch
        {
            HandleKind.MethodDefinition => reader.GetMethodDefinition((MethodDefinitionHandle)method) is var defined ? (defined.Name, (EntityHandle)defined.GetDeclaringType()) : default,
            HandleKind.MemberReference => reader.GetMemberReference((MemberReferenceHandle)method) is var member ? (member.Name, TypeNames.Instantiated(reader, member.Parent) is { IsNil: false } parent ? parent : member.Parent) : default,
            _ => default,
        };
        return !type.IsNil && reader.StringComparer.Equals(found, name) ? type : default;
    }
}
