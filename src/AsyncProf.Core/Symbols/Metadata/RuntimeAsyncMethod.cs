using System.Reflection;
using System.Reflection.Metadata;

namespace AsyncProf.Symbols.Metadata;

/// <summary>Methods that the runtime suspends, and that have no state machine: those of .NET 11 compiled so.</summary>
internal static class RuntimeAsyncMethod
{
    /// <summary>The flag of such methods (<c>MethodImplAttributes.Async</c> of .NET 10 and later).</summary>
    private const MethodImplAttributes Flag = (MethodImplAttributes)0x2000;

    /// <summary>The type of the runtime's own methods that await for others.</summary>
    public const string Helpers = "System.Runtime.CompilerServices.AsyncHelpers";

    /// <summary>Whether the runtime suspends a method.</summary>
    public static bool Is(in MethodDefinition method) => Is(method.ImplAttributes);

    /// <summary>Whether the runtime suspends a method that has these attributes.</summary>
    public static bool Is(MethodImplAttributes attributes) => (attributes & Flag) != 0;
}
