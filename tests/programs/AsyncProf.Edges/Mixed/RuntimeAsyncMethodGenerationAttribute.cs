namespace System.Runtime.CompilerServices;

/// <summary>Says of a method whether the runtime suspends it, where that is asked for; the compiler knows it by its name. Elsewhere it says nothing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RuntimeAsyncMethodGenerationAttribute(bool runtimeAsync) : Attribute
{
    public bool RuntimeAsync { get; } = runtimeAsync;
}
