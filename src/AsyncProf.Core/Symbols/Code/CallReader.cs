using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Symbols.Code;

/// <summary>Reads the targets of calls by their tokens.</summary>
/// <param name="reader">The module's metadata.</param>
/// <param name="bodyOf">Reads the body of a method.</param>
internal sealed class CallReader(MetadataReader reader, Func<MethodDefinition, MethodCode?> bodyOf)
{
    /// <summary>The compiler's own methods by which code calls a base class's method that cannot do so itself, as that of a state machine.</summary>
    private const string BaseCall = "<>n__";

    private const int MaximumKept = 4096;

    private readonly Dictionary<int, CallTarget> _targets = [];
    private bool _isBehindBaseCall;

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
                CallTarget target = Make(declaring, method.Name, method.Signature, CanBeAnother(method, Reader.GetTypeDefinition(declaring)), typeArguments) with { Out = OutOf(method) };
                return target.Name.StartsWith(BaseCall, StringComparison.Ordinal) ? BehindBaseCall(target, method) : target;
            case HandleKind.MemberReference:
                MemberReference member = Reader.GetMemberReference((MemberReferenceHandle)handle);
                CallTarget called = Make(member.Parent, member.Name, member.Signature, CanBeAnother(member), typeArguments);
                if (DefinitionOf(member) is not { } definition)
                    return called;
                return called.Name.StartsWith(BaseCall, StringComparison.Ordinal) ? BehindBaseCall(called, definition) : called with { Out = OutOf(definition) };
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
        if (DefinedHere(member) is not { } parent)
            return true;
        TypeDefinition type = Reader.GetTypeDefinition(parent);
        string name = BoundedNames.Read(Reader, member.Name);
        foreach (MethodDefinitionHandle handle in type.GetMethods())
        {
            MethodDefinition method = Reader.GetMethodDefinition(handle);
            if (CanBeAnother(method, type) && Reader.StringComparer.Equals(method.Name, name))
                return true;
        }

        return false;
    }

    private ulong OutOf(MethodDefinition method)
    {
        int first = (method.Attributes & MethodAttributes.Static) != 0 ? 1 : 0;
        ulong set = 0;
        foreach (ParameterHandle handle in method.GetParameters())
        {
            Parameter parameter = Reader.GetParameter(handle);
            if (parameter.SequenceNumber - first is >= 0 and < 64 and var argument && (parameter.Attributes & (ParameterAttributes.Out | ParameterAttributes.In)) == ParameterAttributes.Out)
                set |= 1UL << argument;
        }

        return set;
    }

    /// <summary>The type of this module, generic or not, that has a member; null for one of another module.</summary>
    private TypeDefinitionHandle? DefinedHere(MemberReference member) =>
        TypeNames.Instantiated(Reader, member.Parent) is { Kind: HandleKind.TypeDefinition, IsNil: false } parent ? (TypeDefinitionHandle)parent : null;

    private MethodDefinition? DefinitionOf(MemberReference member)
    {
        if (DefinedHere(member) is not { } parent)
            return null;
        string name = BoundedNames.Read(Reader, member.Name);
        foreach (MethodDefinitionHandle handle in Reader.GetTypeDefinition(parent).GetMethods())
        {
            MethodDefinition method = Reader.GetMethodDefinition(handle);
            if (Reader.StringComparer.Equals(method.Name, name) && Reader.GetBlobContent(method.Signature).SequenceEqual(Reader.GetBlobContent(member.Signature)))
                return method;
        }

        return null;
    }

    /// <summary>The base class's method that one of the compiler's own calls.</summary>
    private CallTarget BehindBaseCall(CallTarget target, MethodDefinition method)
    {
        if (_isBehindBaseCall || bodyOf(method) is not { } code)
            return target; // the first is damage: those call no others
        _isBehindBaseCall = true;
        try
        {
            var instructions = new IlInstructions(code.Il);
            while (instructions.Read())
            {
                if (instructions.Code == ILOpCode.Call)
                    return target with { Method = Read(Handle(instructions.Operand), typeArguments: default).Method with { IsVirtual = false } };
            }
        }
        finally
        {
            _isBehindBaseCall = false;
        }

        return target;
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
