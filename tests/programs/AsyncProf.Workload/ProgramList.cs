using System.Reflection;
using AsyncProf.Workload.Programs;

namespace AsyncProf.Workload;

/// <summary>The programs by name: the public methods without parameters of the classes that hold them.</summary>
internal static class ProgramList
{
    public static IReadOnlyDictionary<string, Func<Task>> All { get; } = Of(typeof(Scenarios), typeof(Shapes));

    /// <summary>Those of whose awaits no event tells.</summary>
    public static IReadOnlyDictionary<string, Func<Task>> Combinators { get; } = Of(typeof(RelayShapes), typeof(UnwrapShapes), typeof(IteratorShapes), typeof(LoopShapes));

    private static Dictionary<string, Func<Task>> Of(params Type[] types) => types
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(method => method.ReturnType == typeof(Task) && method.GetParameters().Length == 0)
        .ToDictionary(method => method.Name, method => method.CreateDelegate<Func<Task>>(), StringComparer.Ordinal);
}
