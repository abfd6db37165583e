using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace AsyncProf.Runtime.Tests.Live;

/// <summary>Waits for a task through a method that is made anew each time: it stands between what the TPL tells and the method that awaits.</summary>
internal sealed class DynamicAwaitable(Task task)
{
    public Awaiter GetAwaiter() => new(task);

    public readonly struct Awaiter(Task task) : ICriticalNotifyCompletion
    {
        public bool IsCompleted => false;

        public void GetResult() => task.GetAwaiter().GetResult();

        public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

        public void UnsafeOnCompleted(Action continuation)
        {
            var method = new DynamicMethod("Await", typeof(void), [typeof(Task), typeof(Action)], typeof(DynamicAwaitable).Module);
            ILGenerator il = method.GetILGenerator();
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Call, typeof(DynamicAwaitable).GetMethod(nameof(Await))!);
            il.Emit(OpCodes.Nop);
            il.Emit(OpCodes.Ret);
            method.CreateDelegate<Action<Task, Action>>()(task, continuation);
        }
    }

    public static void Await(Task task, Action continuation) => task.GetAwaiter().UnsafeOnCompleted(continuation);
}
