using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Symbols.Code;

/// <summary>Reads the targets of calls by their tokens.</summary>
internal sealed class CallReader(MetadataReader reader)
{
    private const int MaximumKept = 4096;

    private readonly Dictionary<int, CallTarget> _targets = [];

    /// <summary>The module's metadata.</summary>
    public MetadataReader Reader { get; } = reader;

    /// <summary>What a token of a call says, where the type it is constrained to is known to have the method.</summary>
    public CallTarget Read(int token, int constrainedTo)
    {
        CallTarget target = Read(token);
        if (constrainedTo == 0 || (constrainedTo >>> 24) is not ((int)TableIndex.TypeDef or (int)TableIndex.TypeRef or (int)TableIndex.TypeSpec))
            return target;
        string type = TypeNames.Read(Reader, MetadataTokens.EntityHandle(constrainedTo));
        return type.Length == 0 ? target : target with { Method = target.Method with { Type = type, IsVirtual = false } };
    }

    /// <summary>What a token of a call says.</summary>
    /// <exception cref="BadImageFormatException">The token is none of a method, or what it names is damaged.</exception>
    public CallTarget Read(int token)
    {
        if (_targets.TryGetValue(token, out CallTarget? target))
            return target;
        if (_targets.Count >= MaximumKept)
            _targets.Clear();
        target = Read(Handle(token), typeArguments: default) with { Token = token };
        _targets.Add(token, target);
        return target;
    }

    private static EntityHandle Handle(int token) => (token >>> 24) switch
    {
        (int)TableIndex.MethodDef or (int)TableIndex.MemberRef or (int)TableIndex.MethodSpec => MetadataTokens.EntityHandle(token),
        (int)TableIndex.StandAloneSig => MetadataTokens.EntityHandle(token),
        _ => throw new BadImageFormatException("A call of something that is no method."),
    };

    private CallTarget Read(EntityHandle handle, BlobHandle typeArguments)
    {
        switch (handle.Kind)
        {
            case HandleKind.MethodSpecification when typeArguments.IsNil:
                MethodSpecification specification = Reader.GetMethodSpecification((MethodSpecificationHandle)handle);
                return Read(specification.Method, specification.Signature);
            case HandleKind.MethodDefinition:
                MethodDefinition method = Reader.GetMethodDefinition((MethodDefinitionHandle)handle);
                TypeDefinitionHandle declaring = method.GetDeclaringType();
                return Make(declaring, method.Name, method.Signature, CanBeAnother(method, Reader.GetTypeDefinition(declaring)), typeArguments);
            case HandleKind.MemberReference:
                MemberReference member = Reader.GetMemberReference((MemberReferenceHandle)handle);
                return Make(member.Parent, member.Name, member.Signature, CanBeAnother(member), typeArguments);
            case HandleKind.StandaloneSignature:
                return Make(default(TypeReferenceHandle), default, Reader.GetStandaloneSignature((StandaloneSignatureHandle)handle).Signature, false, default);
            default:
                throw new BadImageFormatException("A call of something that is no method.");
        }
    }

    private static bool CanBeAnother(MethodDefinition method, TypeDefinition type) =>
        (method.Attributes & MethodAttributes.Virtual) != 0 && (method.Attributes & MethodAttributes.Final) == 0 && (type.Attributes & TypeAttributes.Sealed) == 0;

    /// <summary>A member of another module can be anything; one of a generic type of this module is looked up by its name.</summary>
    private bool CanBeAnother(MemberReference member)
    {
        EntityHandle parent = TypeNames.Instantiated(Reader, member.Parent);
        if (parent.Kind != HandleKind.TypeDefinition || parent.IsNil)
            return true;
        TypeDefinition type = Reader.GetTypeDefinition((TypeDefinitionHandle)parent);
        string name = BoundedNames.Read(Reader, member.Name);
        foreach (MethodDefinitionHandle handle in type.GetMethods())
        {
            MethodDefinition method = Reader.GetMethodDefinition(handle);
            if (CanBeAnother(method, type) && Reader.StringComparer.Equals(method.Name, name))
                return true;
        }

        return false;
    }

    private CallTarget Make(EntityHandle parent, StringHandle nameHandle, BlobHandle signature, bool isVirtual, BlobHandle typeArguments)
    {
        BlobReader blob = Reader.GetBlobReader(signature);
        SignatureHeader header = blob.ReadSignatureHeader();
        if (header.Kind != SignatureKind.Method)
            throw new BadImageFormatException("A call of something that is no method.");
        if (header.IsGeneric)
            blob.ReadCompressedInteger();
        int parameters = blob.ReadCompressedInteger();
        bool returns = TypeNames.SkipModifiers(ref blob) != SignatureTypeCode.Void;
        string name = nameHandle.IsNil ? "" : BoundedNames.Read(Reader, nameHandle);
        bool hasThis = header.IsInstance;
        return new CallTarget
        {
            Token = 0,
            Method = new CalledMethod(TypeNames.Read(Reader, parent), ReadableName(name), hasThis && isVirtual),
            Name = name,
            Arguments = parameters + (hasThis && !header.HasExplicitThis ? 1 : 0),
            HasThis = hasThis,
            Returns = returns,
            FirstTypeArgument = FirstOf(typeArguments),
        };
    }

    private static string ReadableName(string name) =>
        name.StartsWith("get_", StringComparison.Ordinal) ? name[4..] : CompilerNames.Readable(name);

    private EntityHandle FirstOf(BlobHandle typeArguments)
    {
        if (typeArguments.IsNil)
            return default;
        BlobReader blob = Reader.GetBlobReader(typeArguments);
        blob.ReadSignatureHeader();
        return blob.ReadCompressedInteger() == 0 ? default : TypeNames.ReadNamed(ref blob);
    }
}
