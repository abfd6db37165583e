using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Frames;

/// <summary>
/// Tells by the metadata alone that a method is not async: reflection would load the assemblies of all its attributes, and so run the app's own handlers inside an event.
/// </summary>
internal static class AsyncMark
{
    /// <summary>Whether a method surely has no mark that the compiler gives to async methods: an attribute, or a flag where the runtime suspends it.</summary>
    public static unsafe bool IsMissing(MethodBase method)
    {
        if (method.Module.Assembly.IsDynamic || !method.Module.Assembly.TryGetRawMetadata(out byte* blob, out int length))
            return false;
        var reader = new MetadataReader(blob, length);
        if (MetadataTokens.EntityHandle(method.MetadataToken) is not { Kind: HandleKind.MethodDefinition } handle)
            return false;
        MethodDefinition definition = reader.GetMethodDefinition((MethodDefinitionHandle)handle);
        if (RuntimeAsyncMethod.Is(definition))
            return false;
        foreach (CustomAttributeHandle attribute in definition.GetCustomAttributes())
        {
            if (reader.GetCustomAttribute(attribute).Constructor is { Kind: HandleKind.MemberReference } constructor
                && reader.GetMemberReference((MemberReferenceHandle)constructor).Parent is { Kind: HandleKind.TypeReference } type
                && reader.GetString(reader.GetTypeReference((TypeReferenceHandle)type).Name).EndsWith("StateMachineAttribute", StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }
}
