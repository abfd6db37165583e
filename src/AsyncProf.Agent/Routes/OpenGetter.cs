using System.Reflection;

namespace AsyncProf.Routes;

/// <summary>Getters of types that are known by name only, as delegates: bound once, then as fast as a virtual call, and nothing is allocated.</summary>
internal static class OpenGetter
{
    private static readonly MethodInfo BindMethod = typeof(OpenGetter).GetMethod(nameof(BindTo), BindingFlags.NonPublic | BindingFlags.Static)!;

    private static readonly MethodInfo BindIndexerMethod = typeof(OpenGetter).GetMethod(nameof(BindIndexerTo), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>The getter of a property; null where there is no such property of such a type.</summary>
    /// <param name="type">The class or interface that has the property.</param>
    /// <param name="property">The name of the property.</param>
    /// <typeparam name="T">A type that the property's type can be converted to by reference, or is.</typeparam>
    public static Func<object, T>? Bind<T>(Type? type, string property) => type?.GetProperty(property)?.GetMethod is { IsStatic: false } getter
        && type.IsClass | type.IsInterface && typeof(T).IsAssignableFrom(getter.ReturnType) && typeof(T).IsValueType == getter.ReturnType.IsValueType
            ? (Func<object, T>)BindMethod.MakeGenericMethod(type, typeof(T)).Invoke(null, [getter])!
            : null;

    /// <summary>The getter of an indexer by type; null where there is none.</summary>
    public static Func<object, Type, object?>? BindIndexer(Type? type) =>
        type?.GetProperty("Item", typeof(object), [typeof(Type)])?.GetMethod is { } getter
            ? (Func<object, Type, object?>)BindIndexerMethod.MakeGenericMethod(type).Invoke(null, [getter])!
            : null;

    private static Func<object, T> BindTo<TOwner, T>(MethodInfo getter)
        where TOwner : class
    {
        var get = getter.CreateDelegate<Func<TOwner, T>>();
        return owner => get((TOwner)owner);
    }

    private static Func<object, Type, object?> BindIndexerTo<TOwner>(MethodInfo getter)
        where TOwner : class
    {
        var get = getter.CreateDelegate<Func<TOwner, Type, object?>>();
        return (owner, key) => get((TOwner)owner, key);
    }
}
