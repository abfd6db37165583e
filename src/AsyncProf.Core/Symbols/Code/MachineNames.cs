using System.Reflection.Metadata;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Symbols.Code;

/// <summary>The method that a state machine belongs to.</summary>
internal static class MachineNames
{
    /// <summary>The method, as other code would name it.</summary>
    public static CalledMethod MethodOf(MetadataReader reader, TypeDefinitionHandle machine)
    {
        TypeDefinition type = reader.GetTypeDefinition(machine);
        string name = CalledMethod.WithoutArity(BoundedNames.Read(reader, type.Name));
        string method = CompilerNames.MethodOfStateMachine(name) ?? CompilerNames.MethodOfFSharpMachine(name) ?? CompilerNames.MethodOfVisualBasicMachine(name) ?? name;
        TypeDefinitionHandle owner = type.GetDeclaringType();
        return new CalledMethod(owner.IsNil ? "" : TypeNames.Read(reader, owner), CompilerNames.Readable(method), IsVirtual: false);
    }
}
