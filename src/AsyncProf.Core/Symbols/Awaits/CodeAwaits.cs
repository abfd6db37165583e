using AsyncProf.Symbols.Code;
using AsyncProf.Symbols.Metadata;
using AsyncProf.Symbols.Places;

namespace AsyncProf.Symbols.Awaits;

/// <summary>Awaits as the code of the modules has them: by a place exactly, otherwise by what the code leaves possible.</summary>
/// <param name="codes">The modules.</param>
/// <param name="places">The places of this process; an empty table where there are none.</param>
/// <param name="index">Which methods are async, and so operations of their own.</param>
/// <param name="passed">Which methods were seen to pass on a task; null where none could be.</param>
internal sealed class CodeAwaits(ModuleCodes codes, PlaceTable places, MetadataIndex index, PassedFrames? passed = null) : IAwaitSource
{
    /// <summary>More of what may have been awaited nobody reads.</summary>
    private const int MostNamed = 4;

    private const int MostThrough = 8;

    /// <summary>The TPL names the tasks that these make.</summary>
    private static readonly HashSet<string> NamedByTheTpl = new(StringComparer.Ordinal) { "Task.Delay", "Task.WhenAll", "Task.WhenAny", "Task.Run", "TaskFactory.StartNew", "Task.Yield" };

    public int PassedVersion => passed?.Version ?? 0;

    public int NameOf(int place) => places[place]?.NameId ?? 0;

    public AwaitInfo? At(int place)
    {
        if (places[place] is not { ILOffset: >= 0 } known)
            return null;
        int offset = known.ILOffset;
        if (codes.Find(known.Assembly, known.Type) is not { } code)
            return AwaitInfo.Lost;

        // Code compiled ahead of time may share its endings among awaits; that of the JIT does not.
        IReadOnlyList<AwaitSite> sites = codes.IsReadyToRun(known.Assembly) ? code.AllAt(offset) : code.At(offset) is { } site ? [site] : [];
        return sites.Count == 0 ? AwaitInfo.Lost : Of(sites);
    }

    public AwaitInfo? Untold(int nameId, MethodName method) =>
        OneOf(method, (code, site) => site.Awaiter is AwaiterKind.Custom or AwaiterKind.ValueTask || (code.IsSuspendedByRuntime && IsOnOtherTask(site)));

    public AwaitInfo? OnTask(int nameId, MethodName method) => OneOf(method, (_, site) => IsOnOtherTask(site));

    public AwaitInfo? OnCall(int nameId, MethodName method, MethodName awaited)
    {
        string type = CompilerNames.WithoutArity(awaited.Type);
        string name = awaited.Name[(awaited.Name.LastIndexOf('.') is var dot && awaited.Name.EndsWith("lambda", StringComparison.Ordinal) ? 0 : dot + 1)..]; // an explicit implementation has its interface before its name
        bool MayBe(CalledMethod called) => called.IsVirtual ? called.Name == name || called.Name == awaited.Name : called.Name == awaited.Name && called.Type == type;
        return CodeOf(method)?.Awaits.Where(site => site.Candidates.Any(MayBe)).ToArray() is { Length: > 0 } sites ? Of(sites) : null;
    }

    public (string File, int Line) BeginOf(MethodName method) => CodeOf(method) is { } code ? (code.File, code.Line) : ("", 0);

    public string LinkOf(MethodName method) => CodeOf(method)?.Link ?? "";

    public IReadOnlyList<MethodName>? Passed(int caller, int callee) => passed?.Between(caller, callee) is { } between ? [.. between.Select(NameOfPassing)] : null;

    private MethodName NameOfPassing(int place) => places[place] is { } known
        ? new MethodName { Type = CompilerNames.WithoutArity(CompilerNames.OwnerOf(known.Type)), Name = CompilerNames.Readable(known.Method), PassesOn = true }
        : MethodName.Unknown;

    /// <summary>The methods that a task surely goes through if the method that is called at an await did not make it: that one, and those that it passes on.</summary>
    private string Through(AwaitSite site)
    {
        var through = new List<string>();
        CalledMethod called = site.Awaited;
        while (called is { IsVirtual: false, Type.Length: > 0, IsFramework: false } && !index.IsAsync(called.Type, called.Name) && through.Count < MostThrough && !through.Contains(called.Label))
        {
            through.Add(called.Label);
            called = codes.PassesOn(called) ?? default;
        }

        return string.Join('\n', through);
    }

    /// <summary>What several awaits have in common.</summary>
    private AwaitInfo Of(IReadOnlyList<AwaitSite> sites)
    {
        string[] labels = [.. sites.SelectMany(site => site.Candidates).Select(called => called.Label).Distinct(StringComparer.Ordinal)]; // a variable by its own name
        string[] named = [.. labels.Where(label => label.Length > 0)];
        string on = string.Join(", ", named.Take(MostNamed)) + (named.Length > 0 && Math.Min(named.Length, MostNamed) < labels.Length ? ", …" : "");
        bool oneFile = sites.All(site => site.File == sites[0].File), oneLine = oneFile && sites.All(site => site.Line == sites[0].Line);
        return new AwaitInfo(on, labels.Length > 1, oneFile ? sites[0].File : "", oneLine ? sites[0].Line : 0, sites.Count == 1 ? sites[0].From : -1) { Through = sites.Count == 1 ? Through(sites[0]) : "" };
    }

    /// <summary>Whether an await may be on a task that is neither that of an async method nor one that the TPL names.</summary>
    private bool IsOnOtherTask(AwaitSite site) =>
        site.Awaiter is AwaiterKind.Task or AwaiterKind.ValueTask && site.Candidates.Any(called => !NamedByTheTpl.Contains(called.Label) && !index.IsAsync(called.Type, called.Name));

    private AwaitInfo? OneOf(MethodName method, Func<AsyncCode, AwaitSite, bool> possible) =>
        CodeOf(method) is { } code && code.Awaits.Where(site => possible(code, site)).ToArray() is { Length: > 0 } sites ? Of(sites) : null;

    private AsyncCode? CodeOf(MethodName method) => method.Machine.Length == 0 ? null : codes.Find(method.Assembly, method.Machine);
}
