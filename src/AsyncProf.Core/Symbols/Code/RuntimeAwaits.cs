using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Symbols.Code;

/// <summary>Awaits in methods that the runtime suspends: calls of a helper, with the awaitable or its awaiter.</summary>
internal static class RuntimeAwaits
{
    /// <summary>Of a call: its opcode and its token.</summary>
    public const int CallBytes = 5;

    /// <summary>Whether a call is one of a helper, which nobody writes.</summary>
    public static bool IsHelper(CallTarget target) => target.Method.Type == RuntimeAsyncMethod.Helpers;

    /// <summary>What gave a value that a helper returns, by the name that it has in state machines.</summary>
    public static CalledMethod Result { get; } = new("System.Runtime.CompilerServices.TaskAwaiter", "GetResult", IsVirtual: false);

    /// <summary>Whether a call awaits what it is given.</summary>
    public static bool IsOfAwaitable(CallTarget target) => target is { Name: "Await", Arguments: 1 } && IsHelper(target);

    /// <summary>Whether a call awaits by the awaiter that it is given, as every await of what is neither a task nor a ValueTask.</summary>
    public static bool IsOfAwaiter(CallTarget target) => target is { Name: "AwaitAwaiter" or "UnsafeAwaitAwaiter", Arguments: 1 } && IsHelper(target);

    /// <summary>What a call says of the events of its waits.</summary>
    public static AwaiterKind KindOf(MetadataReader reader, CallTarget target) => IsOfAwaiter(target) ? AwaiterKinds.Of(reader, target.FirstTypeArgument) : AwaitableOf(reader, target) switch
    {
        "System.Threading.Tasks.ValueTask" or "System.Runtime.CompilerServices.ConfiguredValueTaskAwaitable" => AwaiterKind.ValueTask,
        _ => AwaiterKind.Task,
    };

    /// <summary>The type that the helper takes; empty where its signature has another shape.</summary>
    private static string AwaitableOf(MetadataReader reader, CallTarget target)
    {
        EntityHandle method = MetadataTokens.EntityHandle(target.Token);
        if (method.Kind == HandleKind.MethodSpecification)
            method = reader.GetMethodSpecification((MethodSpecificationHandle)method).Method;
        BlobReader blob = reader.GetBlobReader(method.Kind switch
        {
            HandleKind.MethodDefinition => reader.GetMethodDefinition((MethodDefinitionHandle)method).Signature,
            HandleKind.MemberReference => reader.GetMemberReference((MemberReferenceHandle)method).Signature,
            _ => throw new BadImageFormatException("A call of something that is no method."),
        });
        if (blob.ReadSignatureHeader().IsGeneric)
            blob.ReadCompressedInteger();
        blob.ReadCompressedInteger();
        switch (TypeNames.SkipModifiers(ref blob))
        {
            case SignatureTypeCode.Void:
                break;
            case SignatureTypeCode.GenericMethodParameter:
                blob.ReadCompressedInteger();
                break;
            default:
                return "";
        }

        return TypeNames.Read(reader, TypeNames.ReadNamed(ref blob));
    }
}
