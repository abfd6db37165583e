using System.Reflection;

namespace AsyncProf.Edges;

/// <summary>Finds private members of the runtime; a test may keep some back, as another runtime would.</summary>
/// <param name="hidden">The names of members that are not to be found.</param>
internal sealed class PrivateFields(params string[] hidden)
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private readonly HashSet<string> _hidden = [.. hidden];

    /// <summary>The field of a name and of a type to which its values convert; null where there is none.</summary>
    public FieldInfo? Field<T>(Type? owner, string name) => Field(owner, name, typeof(T));

    /// <inheritdoc cref="Field{T}"/>
    public FieldInfo? Field(Type? owner, string name, Type? wanted) =>
        owner is not null && wanted is not null && !_hidden.Contains(name) && owner.GetField(name, Any) is { } field && wanted.IsAssignableFrom(field.FieldType) ? field : null;

    /// <summary>Whether there is a static method of one parameter.</summary>
    public bool HasMethod<TParameter, TResult>(Type owner, string name) =>
        !_hidden.Contains(name) && owner.GetMethod(name, Any, [typeof(TParameter)]) is { IsStatic: true } method && method.ReturnType == typeof(TResult);

    /// <summary>A type of the core library; null where there is none.</summary>
    public Type? Core(string name) => _hidden.Contains(name) ? null : typeof(Task).Assembly.GetType(name);
}
