using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace AsyncProf.Symbols.Code;

/// <summary>
/// Finds which methods make what, types or delegates of methods: those whose code has a token of it. The names that other compilers than that of C# give to state machines
/// and lambdas do not tell the method in which they were written.
/// </summary>
internal sealed class MakerReader(MetadataReader reader, IReadOnlySet<EntityHandle> made)
{
    private readonly Dictionary<EntityHandle, MethodDefinitionHandle> _makers = [];
    private readonly HashSet<EntityHandle> _several = [];
    private readonly Dictionary<int, EntityHandle> _known = [];

    /// <summary>Who makes each of them, as far as the code says.</summary>
    public IReadOnlyDictionary<EntityHandle, MethodDefinitionHandle> Makers => _makers;

    /// <summary>Reads the code of one method; true, unless it throws.</summary>
    /// <exception cref="BadImageFormatException">What a token names is damaged.</exception>
    public bool Take(MethodDefinitionHandle method, ReadOnlySpan<byte> il)
    {
        TypeDefinitionHandle owner = reader.GetMethodDefinition(method).GetDeclaringType();
        var instructions = new IlInstructions(il);
        while (instructions.Read())
        {
            if (instructions.Code is not (ILOpCode.Newobj or ILOpCode.Initobj or ILOpCode.Stfld or ILOpCode.Ldftn) || Made(instructions.Operand) is not { IsNil: false } found || found == owner)
                continue;
            if (!_several.Contains(found) && !_makers.TryAdd(found, method) && _makers[found] != method)
            {
                _makers.Remove(found);
                _several.Add(found);
            }
        }

        return true;
    }

    /// <summary>What a token is of, if that is looked for; nil otherwise.</summary>
    private EntityHandle Made(int token)
    {
        if (_known.TryGetValue(token, out EntityHandle found))
            return found;
        EntityHandle handle = MetadataTokens.EntityHandle(token);
        found = handle.Kind switch
        {
            HandleKind.TypeDefinition or HandleKind.TypeSpecification => TypeNames.Instantiated(reader, handle),
            HandleKind.FieldDefinition => reader.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType(),
            HandleKind.MethodDefinition => OfMethod((MethodDefinitionHandle)handle),
            HandleKind.MemberReference => OfMember(reader.GetMemberReference((MemberReferenceHandle)handle)),
            HandleKind.MethodSpecification => OfSpecification(reader.GetMethodSpecification((MethodSpecificationHandle)handle).Method),
            _ => default,
        };
        return _known[token] = made.Contains(found) ? found : default;
    }

    private EntityHandle OfSpecification(EntityHandle method) => method.Kind switch
    {
        HandleKind.MethodDefinition => OfMethod((MethodDefinitionHandle)method),
        HandleKind.MemberReference => OfMember(reader.GetMemberReference((MemberReferenceHandle)method)),
        _ => default,
    };

    private EntityHandle OfMethod(MethodDefinitionHandle method) => made.Contains(method) ? method : reader.GetMethodDefinition(method).GetDeclaringType();

    /// <summary>A member of a generic type: the type, or the method of that name, which those that are looked for have alone.</summary>
    private EntityHandle OfMember(MemberReference member)
    {
        EntityHandle parent = TypeNames.Instantiated(reader, member.Parent);
        if (parent is not { Kind: HandleKind.TypeDefinition, IsNil: false })
            return default;
        string name = BoundedNames.Read(reader, member.Name);
        foreach (MethodDefinitionHandle method in reader.GetTypeDefinition((TypeDefinitionHandle)parent).GetMethods())
        {
            if (made.Contains(method) && reader.StringComparer.Equals(reader.GetMethodDefinition(method).Name, name))
                return method;
        }

        return parent;
    }
}
