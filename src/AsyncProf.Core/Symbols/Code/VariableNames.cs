using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Symbols.Code;

/// <summary>What variables are called in the source: the compiler hoists them to fields of other names.</summary>
internal sealed class VariableNames(MetadataReader reader, MethodDefinition method, MethodLines lines)
{
    /// <summary>The name of a variable; empty if it has none.</summary>
    public string Of(Origin origin, int offset) => origin.Kind switch
    {
        OriginKind.Local => lines.LocalName(origin.Index, offset),
        OriginKind.OwnField or OriginKind.Field => Source(FieldName(origin.Index)),
        OriginKind.Parameter => ParameterName(origin.Index),
        _ => "",
    };

    /// <summary>
    /// Whether a variable holds a value before the code begins: a parameter of the method whose machine it is. F# names all fields alike, and sets no parameter.
    /// </summary>
    public bool IsGivenByCaller(Origin origin) =>
        origin.Kind == OriginKind.OwnField && FieldName(origin.Index) is var name && !name.StartsWith('<') && !name.StartsWith("$VB$Resumable", StringComparison.Ordinal)
        && !name.StartsWith("$S", StringComparison.Ordinal)
        && CompilerNames.MethodOfFSharpMachine(BoundedNames.Read(reader, reader.GetTypeDefinition(method.GetDeclaringType()).Name)) is null;

    /// <summary>The name in the source that a field's name is made of.</summary>
    internal static string Source(string field)
    {
        if (field.StartsWith('<'))
        {
            int close = field.IndexOf('>', StringComparison.Ordinal);
            string inner = close > 1 ? field[1..close] : "";
            return field == "<>4__this" ? "this" : inner;
        }

        if (!field.StartsWith("$VB$", StringComparison.Ordinal))
            return field;
        string local = field[(field.IndexOf('_', StringComparison.Ordinal) + 1)..];
        int dollar = local.IndexOf('$', StringComparison.Ordinal);
        return dollar < 0 ? local : local[..dollar];
    }

    private string FieldName(int token)
    {
        EntityHandle handle = MetadataTokens.EntityHandle(token);
        return handle.Kind switch
        {
            HandleKind.FieldDefinition => BoundedNames.Read(reader, reader.GetFieldDefinition((FieldDefinitionHandle)handle).Name),
            HandleKind.MemberReference => BoundedNames.Read(reader, reader.GetMemberReference((MemberReferenceHandle)handle).Name),
            _ => "",
        };
    }

    private string ParameterName(int index)
    {
        bool isStatic = (method.Attributes & System.Reflection.MethodAttributes.Static) != 0;
        if (index == 0 && !isStatic)
            return "this";
        foreach (ParameterHandle handle in method.GetParameters())
        {
            Parameter parameter = reader.GetParameter(handle);
            if (parameter.SequenceNumber == index + (isStatic ? 1 : 0))
                return BoundedNames.Read(reader, parameter.Name);
        }

        return "";
    }
}
