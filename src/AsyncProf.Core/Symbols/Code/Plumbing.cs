namespace AsyncProf.Symbols.Code;

/// <summary>Calls that nobody wrote: the compiler adds them to every state machine.</summary>
internal static class Plumbing
{
    /// <summary>Whether a call is the compiler's own.</summary>
    public static bool Is(CallTarget target) => target.KeepsAwaitable || RuntimeAwaits.IsHelper(target) || target.Name is "GetAwaiter" or "SetStateMachine" || IsAwaiters(target) || IsBuilders(target) || target.Method.Type switch
    {
        "System.Runtime.ExceptionServices.ExceptionDispatchInfo" => target.Name is "Capture" or "Throw",
        "Microsoft.VisualBasic.CompilerServices.ProjectData" => true,
        "System.Threading.Tasks.Sources.ManualResetValueTaskSourceCore" => true,
        { } type => type.Length == 0,
    };

    /// <summary>Whether it is a call of a builder, as every async method begins with one.</summary>
    public static bool IsBuilders(CallTarget target) =>
        target.Method.Type.StartsWith("System.Runtime.CompilerServices.", StringComparison.Ordinal) && target.Method.Type.EndsWith("MethodBuilder", StringComparison.Ordinal);

    /// <summary>Awaiters have many types, but only these members.</summary>
    private static bool IsAwaiters(CallTarget target) => target.Name is "GetResult" or "get_IsCompleted" && target.Method.Type.EndsWith("Awaiter", StringComparison.Ordinal);
}
