using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace AsyncProf.Runtime.Tests.Live;

/// <summary>An async method as a compiler makes it, in an assembly that is made while the program runs and can be collected.</summary>
internal static class EmittedMachine
{
    private static readonly Type Builder = typeof(AsyncTaskMethodBuilder);

    /// <summary>Makes <c>async Task Run(Task task) =&gt; await task</c> of a type.</summary>
    /// <param name="number">The type's number: <c>Emitted.T5</c>.</param>
    public static Func<Task, Task> Make(int number) =>
        RunOf(Define(AssemblyBuilder.DefineDynamicAssembly(new AssemblyName($"Emitted{number}"), AssemblyBuilderAccess.RunAndCollect).DefineDynamicModule("module"), number));

    /// <summary>Writes an assembly with such a type that nobody has seen before.</summary>
    /// <param name="path">The file.</param>
    /// <param name="number">The type's number.</param>
    public static void Write(string path, int number)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName($"Written{number}"), typeof(object).Assembly);
        Define(assembly.DefineDynamicModule("module"), number);
        assembly.Save(path);
    }

    /// <summary>The method of such a type.</summary>
    public static Func<Task, Task> RunOf(Type type) => type.GetMethod("Run")!.CreateDelegate<Func<Task, Task>>();

    private static Type Define(ModuleBuilder module, int number)
    {
        TypeBuilder outer = module.DefineType($"Emitted.T{number}", TypeAttributes.Public | TypeAttributes.Class);
        TypeBuilder machine = outer.DefineNestedType("<Run>d__0", TypeAttributes.NestedPublic | TypeAttributes.Sealed | TypeAttributes.SequentialLayout, typeof(ValueType), [typeof(IAsyncStateMachine)]);
        FieldBuilder state = machine.DefineField("state", typeof(int), FieldAttributes.Public), builder = machine.DefineField("builder", Builder, FieldAttributes.Public);
        FieldBuilder task = machine.DefineField("task", typeof(Task), FieldAttributes.Public), awaiter = machine.DefineField("awaiter", typeof(TaskAwaiter), FieldAttributes.Public);
        MoveNext(Implement(machine, nameof(IAsyncStateMachine.MoveNext)), machine, state, builder, task, awaiter);
        Implement(machine, nameof(IAsyncStateMachine.SetStateMachine), typeof(IAsyncStateMachine)).Emit(OpCodes.Ret);
        MethodBuilder run = outer.DefineMethod("Run", MethodAttributes.Public | MethodAttributes.Static, typeof(Task), [typeof(Task)]);
        Run(run.GetILGenerator(), machine, builder, task);
        Type made = outer.CreateType();
        machine.CreateType();
        return made;
    }

    private static ILGenerator Implement(TypeBuilder machine, string name, params Type[] parameters)
    {
        MethodBuilder method = machine.DefineMethod(name, MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.NewSlot | MethodAttributes.HideBySig, typeof(void), parameters);
        machine.DefineMethodOverride(method, typeof(IAsyncStateMachine).GetMethod(name)!);
        return method.GetILGenerator();
    }

    private static void MoveNext(ILGenerator il, TypeBuilder machine, FieldBuilder state, FieldBuilder builder, FieldBuilder task, FieldBuilder awaiter)
    {
        Label resume = il.DefineLabel();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldfld, state);
        il.Emit(OpCodes.Brtrue, resume);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldfld, task);
        il.Emit(OpCodes.Callvirt, typeof(Task).GetMethod(nameof(Task.GetAwaiter))!);
        il.Emit(OpCodes.Stfld, awaiter);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldflda, awaiter);
        il.Emit(OpCodes.Call, typeof(TaskAwaiter).GetProperty(nameof(TaskAwaiter.IsCompleted))!.GetMethod!);
        il.Emit(OpCodes.Brtrue, resume);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldc_I4_1);
        il.Emit(OpCodes.Stfld, state);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldflda, builder);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldflda, awaiter);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, Builder.GetMethod(nameof(AsyncTaskMethodBuilder.AwaitUnsafeOnCompleted))!.MakeGenericMethod(typeof(TaskAwaiter), machine));
        il.Emit(OpCodes.Ret);
        il.MarkLabel(resume);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldflda, awaiter);
        il.Emit(OpCodes.Call, typeof(TaskAwaiter).GetMethod(nameof(TaskAwaiter.GetResult))!);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldflda, builder);
        il.Emit(OpCodes.Call, Builder.GetMethod(nameof(AsyncTaskMethodBuilder.SetResult))!);
        il.Emit(OpCodes.Ret);
    }

    private static void Run(ILGenerator il, TypeBuilder machine, FieldBuilder builder, FieldBuilder task)
    {
        LocalBuilder local = il.DeclareLocal(machine);
        il.Emit(OpCodes.Ldloca, local);
        il.Emit(OpCodes.Initobj, machine);
        il.Emit(OpCodes.Ldloca, local);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Stfld, task);
        il.Emit(OpCodes.Ldloca, local);
        il.Emit(OpCodes.Call, Builder.GetMethod(nameof(AsyncTaskMethodBuilder.Create))!);
        il.Emit(OpCodes.Stfld, builder);
        il.Emit(OpCodes.Ldloca, local);
        il.Emit(OpCodes.Ldflda, builder);
        il.Emit(OpCodes.Ldloca, local);
        il.Emit(OpCodes.Call, Builder.GetMethod(nameof(AsyncTaskMethodBuilder.Start))!.MakeGenericMethod(machine));
        il.Emit(OpCodes.Ldloca, local);
        il.Emit(OpCodes.Ldflda, builder);
        il.Emit(OpCodes.Call, Builder.GetProperty(nameof(AsyncTaskMethodBuilder.Task))!.GetMethod!);
        il.Emit(OpCodes.Ret);
    }
}
