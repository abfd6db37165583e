using System.Reflection.Metadata;

namespace AsyncProf.Symbols.Code;

/// <summary>Reads methods that only pass a task on, <c>Task GetAsync(int id) =&gt; _inner.GetAsync(id)</c>.</summary>
internal static class PassedCalls
{
    /// <summary>Longer code does more than pass on.</summary>
    private const int MaximumIl = 1024;

    /// <summary>Whether a method returns a task or a ValueTask.</summary>
    public static bool MayPassOn(MetadataReader reader, MethodDefinition method)
    {
        BlobReader blob = reader.GetBlobReader(method.Signature);
        SignatureHeader header = blob.ReadSignatureHeader();
        if (header.Kind != SignatureKind.Method)
            return false;
        if (header.IsGeneric)
            blob.ReadCompressedInteger();
        blob.ReadCompressedInteger();
        return TypeNames.Read(reader, TypeNames.ReadNamed(ref blob)) is "System.Threading.Tasks.Task" or "System.Threading.Tasks.ValueTask";
    }

    /// <summary>The call whose task the code returns; null if it branches, or returns anything else.</summary>
    public static CalledMethod? Find(CallReader calls, MethodCode code)
    {
        if (code.Il.Length > MaximumIl)
            return null;
        bool isAsync = false;
        var evaluation = new Evaluation(calls, code)
        {
            Called = (_, target, _) => isAsync |= Plumbing.IsBuilders(target),
        };
        if (!evaluation.Run() || evaluation.Branches || isAsync)
            return null;
        IReadOnlyList<CalledMethod> returned = new AwaitedMethods(evaluation, variables: null).Of(evaluation.Returned, code.Il.Length);
        return returned is [{ Type.Length: > 0 } only] && !only.GivesEndedTask && !IsConstructor(only) ? only : null;
    }

    /// <summary>A task that is constructed is no other method's.</summary>
    private static bool IsConstructor(CalledMethod method) => method is { Type: "System.Threading.Tasks.Task" or "System.Threading.Tasks.ValueTask", Name: "ctor" };
}
