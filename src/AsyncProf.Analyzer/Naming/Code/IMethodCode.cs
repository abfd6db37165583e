using AsyncProf.Symbols.Code;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Naming.Code;

/// <summary>What the modules of a recording say of the code of its methods.</summary>
internal interface IMethodCode
{
    /// <summary>The code of an async method; null where it is not known.</summary>
    AsyncCode? Of(MethodName method);

    /// <summary>Whether a method, by its type and name as calls have them, is async.</summary>
    bool IsAsync(string type, string method);

    /// <summary>The methods that a virtual call can run; null where that is not known, or one of them is not async and may hand on any task.</summary>
    IReadOnlyCollection<(string Type, string Method)>? Targets(string type, string method);
}
