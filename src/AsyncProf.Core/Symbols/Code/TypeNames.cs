using System.Reflection.Metadata;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Symbols.Code;

/// <summary>Names of types as <see cref="CalledMethod.Type"/> has them.</summary>
internal static class TypeNames
{
    /// <summary>Deeper nesting is damage.</summary>
    private const int MaximumDepth = 32;

    /// <summary>The name of a type, whether defined, referenced or instantiated; empty for what has no name of its own.</summary>
    public static string Read(MetadataReader reader, EntityHandle type)
    {
        string readable = "";
        for (int depth = 0; depth < MaximumDepth; depth++)
        {
            (StringHandle space, StringHandle name, EntityHandle outer) = Part(reader, type);
            if (name.IsNil)
                return readable;
            string part = CalledMethod.WithoutArity(BoundedNames.Read(reader, name));
            bool isCompilers = CompilerNames.IsDisplayClass(part) || CompilerNames.MethodOfStateMachine(part) is not null;
            if (!isCompilers || outer.IsNil)
                readable = readable.Length == 0 ? part : $"{part}.{readable}";
            if (outer.IsNil)
                return space.IsNil ? readable : $"{BoundedNames.Read(reader, space)}.{readable}";
            type = outer;
        }

        return readable;
    }

    /// <summary>The type that a type specification instantiates; nil if it is none.</summary>
    public static EntityHandle Instantiated(MetadataReader reader, EntityHandle type)
    {
        if (type.Kind != HandleKind.TypeSpecification)
            return type;
        BlobReader blob = reader.GetBlobReader(reader.GetTypeSpecification((TypeSpecificationHandle)type).Signature);
        return ReadNamed(ref blob);
    }

    /// <summary>The named type that a signature goes on with; nil if it is none.</summary>
    public static EntityHandle ReadNamed(ref BlobReader blob)
    {
        SignatureTypeCode code = SkipModifiers(ref blob);
        if (code == SignatureTypeCode.GenericTypeInstance)
            code = blob.ReadSignatureTypeCode();
        EntityHandle type = code == SignatureTypeCode.TypeHandle ? blob.ReadTypeHandle() : default;
        return type.Kind is HandleKind.TypeDefinition or HandleKind.TypeReference ? type : default;
    }

    /// <summary>The next type code that is no custom modifier.</summary>
    public static SignatureTypeCode SkipModifiers(ref BlobReader blob)
    {
        SignatureTypeCode code = blob.ReadSignatureTypeCode();
        while (code is SignatureTypeCode.RequiredModifier or SignatureTypeCode.OptionalModifier)
        {
            blob.ReadTypeHandle();
            code = blob.ReadSignatureTypeCode();
        }

        return code;
    }

    private static (StringHandle Space, StringHandle Name, EntityHandle Outer) Part(MetadataReader reader, EntityHandle type)
    {
        type = Instantiated(reader, type);
        switch (type.Kind)
        {
            case HandleKind.TypeDefinition when !type.IsNil:
                TypeDefinition definition = reader.GetTypeDefinition((TypeDefinitionHandle)type);
                return (definition.Namespace, definition.Name, definition.GetDeclaringType());
            case HandleKind.TypeReference when !type.IsNil:
                TypeReference reference = reader.GetTypeReference((TypeReferenceHandle)type);
                EntityHandle outer = reference.ResolutionScope;
                return (reference.Namespace, reference.Name, outer.Kind == HandleKind.TypeReference ? outer : default);
            default:
                return default;
        }
    }
}
