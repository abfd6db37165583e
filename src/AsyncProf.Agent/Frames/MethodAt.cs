using System.Diagnostics;
using System.Reflection;

namespace AsyncProf.Frames;

/// <summary>The runtime's own answer to which method an address lies in. It is not public; <see cref="FrameProof"/> sees to it that it tells the truth before it is believed.</summary>
internal static class MethodAt
{
    private const string Name = "GetMethodFromNativeIP";

    /// <summary>Tells the method at an address inside managed code, and null for any other; null where this runtime has no such thing, or it has another shape.</summary>
    public static Func<nint, MethodBase?>? Bind()
    {
        MethodInfo? method = typeof(StackFrame).GetMethod(Name, BindingFlags.Static | BindingFlags.NonPublic, [typeof(nint)]);
        return method is not null && typeof(MethodBase).IsAssignableFrom(method.ReturnType) ? method.CreateDelegate<Func<nint, MethodBase?>>() : null;
    }
}
