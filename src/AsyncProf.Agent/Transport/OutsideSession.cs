using System.Diagnostics.Tracing;
using System.Reflection;

namespace AsyncProf.Transport;

/// <summary>
/// Tells a session from outside the process from a listener inside it. The public members do not, and some apps listen to every source there is for as long as they
/// run. The private ones that do are the same in .NET 8, 9 and 10; where they are missing any listener counts.
/// </summary>
internal static class OutsideSession
{
    private static readonly FieldInfo? ProviderField = typeof(EventSource).GetField("m_eventPipeProvider", BindingFlags.Instance | BindingFlags.NonPublic);

    private static readonly MethodInfo? IsEnabledMethod =
        Type.GetType("System.Diagnostics.Tracing.EventProvider, System.Private.CoreLib")?.GetMethod("IsEnabled", BindingFlags.Instance | BindingFlags.Public, []);

    /// <summary>Whether a session asks for a source.</summary>
    public static bool Wants(EventSource source) =>
        source.IsEnabled() && (IsEnabledMethod is null || ProviderField?.GetValue(source) is not { } provider || !IsEnabledMethod.DeclaringType!.IsInstanceOfType(provider) || IsEnabledMethod.Invoke(provider, null) is true);
}
