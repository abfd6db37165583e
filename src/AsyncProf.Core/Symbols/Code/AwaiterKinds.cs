using System.Reflection.Metadata;

namespace AsyncProf.Symbols.Code;

/// <summary>Tells awaiters apart by their types.</summary>
internal static class AwaiterKinds
{
    private const string Namespace = "System.Runtime.CompilerServices.";

    /// <summary>The kind of an awaiter's type.</summary>
    public static AwaiterKind Of(MetadataReader reader, EntityHandle type) => TypeNames.Read(reader, type) switch
    {
        Namespace + "TaskAwaiter" or Namespace + "ConfiguredTaskAwaitable.ConfiguredTaskAwaiter" => AwaiterKind.Task,
        Namespace + "ValueTaskAwaiter" or Namespace + "ConfiguredValueTaskAwaitable.ConfiguredValueTaskAwaiter" => AwaiterKind.ValueTask,
        Namespace + "YieldAwaitable.YieldAwaiter" => AwaiterKind.Yield,
        _ => AwaiterKind.Custom,
    };
}
