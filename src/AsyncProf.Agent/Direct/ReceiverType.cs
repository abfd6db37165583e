using System.Reflection;
using System.Reflection.Emit;

namespace AsyncProf.Direct;

/// <summary>
/// Makes the type that stands in a provider of an event source: it hands each event to a <see cref="DirectSink"/>, and all else, and while a session wants them the events as well, to the one
/// that stood there before. Made while the app runs, because its base is the runtime's own.
/// </summary>
internal static class ReceiverType
{
    /// <summary>The assembly that it lives in. Its methods are no app's.</summary>
    public const string AssemblyName = "AsyncProf.Direct.Receiver";

    /// <summary>The field of the <see cref="DirectSink"/>.</summary>
    public const string Sink = "Sink";

    /// <summary>The field of the one that stood there before.</summary>
    public const string Before = "Before";

    /// <summary>The field that says whether events go on to that one.</summary>
    public const string PassesOn = "PassesOn";

    private const MethodAttributes NotOverridden = MethodAttributes.NewSlot | MethodAttributes.CheckAccessOnOverride | MethodAttributes.Abstract;

    /// <summary>Makes it.</summary>
    public static Type Make(RuntimeShape shape)
    {
        AssemblyBuilder assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName(AssemblyName), AssemblyBuilderAccess.Run);
        ModuleBuilder module = assembly.DefineDynamicModule(AssemblyName);
        ConstructorInfo ignores = IgnoresAccessChecks(module);
        foreach (Assembly owner in new[] { shape.Provider.Assembly, typeof(DirectSink).Assembly })
            assembly.SetCustomAttribute(new CustomAttributeBuilder(ignores, [owner.GetName().Name]));

        TypeBuilder type = module.DefineType(AssemblyName, TypeAttributes.Public | TypeAttributes.Sealed, shape.Provider);
        FieldBuilder sink = type.DefineField(Sink, typeof(DirectSink), FieldAttributes.Public);
        FieldBuilder before = type.DefineField(Before, shape.Provider, FieldAttributes.Public);
        FieldBuilder passesOn = type.DefineField(PassesOn, typeof(bool), FieldAttributes.Public);
        type.DefineDefaultConstructor(MethodAttributes.Public);
        foreach (MethodInfo method in shape.Overridables)
        {
            ILGenerator code = Override(type, method).GetILGenerator();
            if (method.Name == RuntimeShape.WriteMethod)
                HandOver(code, sink, passesOn, shape.EventId);
            if (method.Name == RuntimeShape.DisableMethod)
            {
                code.Emit(OpCodes.Ldarg_0);
                code.Emit(OpCodes.Call, method); // its own fields, too
            }

            PassOn(code, before, method);
        }

        return type.CreateType();
    }

    private static MethodBuilder Override(TypeBuilder type, MethodInfo method)
    {
        ParameterInfo[] parameters = method.GetParameters();
        return type.DefineMethod(
            method.Name,
            method.Attributes & ~NotOverridden,
            method.CallingConvention,
            method.ReturnType,
            method.ReturnParameter.GetRequiredCustomModifiers(),
            null,
            [.. parameters.Select(parameter => parameter.ParameterType)],
            [.. parameters.Select(parameter => parameter.GetRequiredCustomModifiers())],
            null);
    }

    /// <summary>Hands the event to the sink, and returns that nothing failed unless it goes on.</summary>
    private static void HandOver(ILGenerator code, FieldInfo sink, FieldInfo passesOn, MethodInfo eventId)
    {
        Label goesOn = code.DefineLabel();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldfld, sink);
        code.Emit(OpCodes.Ldarg_1); // the descriptor, by reference
        code.Emit(OpCodes.Call, eventId);
        code.Emit(OpCodes.Ldarg_S, (byte)5); // how many fields
        code.Emit(OpCodes.Ldarg_S, (byte)6); // the fields
        code.Emit(OpCodes.Callvirt, typeof(DirectSink).GetMethod(nameof(DirectSink.OnEvent))!);
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldfld, passesOn);
        code.Emit(OpCodes.Brtrue_S, goesOn);
        code.Emit(OpCodes.Ldc_I4_0);
        code.Emit(OpCodes.Ret);
        code.MarkLabel(goesOn);
    }

    private static void PassOn(ILGenerator code, FieldInfo before, MethodInfo method)
    {
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldfld, before);
        for (int i = 1; i <= method.GetParameters().Length; i++)
            code.Emit(OpCodes.Ldarg_S, (byte)i);
        code.Emit(OpCodes.Callvirt, method);
        code.Emit(OpCodes.Ret);
    }

    /// <summary>The attribute that the runtime knows by its name, and that no framework defines.</summary>
    private static ConstructorInfo IgnoresAccessChecks(ModuleBuilder module)
    {
        TypeBuilder type = module.DefineType("System.Runtime.CompilerServices.IgnoresAccessChecksToAttribute", TypeAttributes.Public | TypeAttributes.Sealed, typeof(Attribute));
        ConstructorBuilder constructor = type.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, [typeof(string)]);
        ILGenerator code = constructor.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Call, typeof(Attribute).GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, [])!);
        code.Emit(OpCodes.Ret);
        return type.CreateType().GetConstructor([typeof(string)])!;
    }
}
