using AsyncProf.Events;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Profiles.Data;

/// <summary>One interned frame of logical stacks. Kind, kind of wait and name are its identity.</summary>
internal sealed record Frame(FrameKind Kind, string Name, bool IsFramework)
{
    /// <summary>The frame of the root of all roots.</summary>
    public static Frame All { get; } = new(FrameKind.All, "(root)", false);

    /// <summary>The frame that stands for those beyond what a profile tells apart.</summary>
    public static Frame Other { get; } = new(FrameKind.Method, "(other)", false);

    /// <summary>For a leaf, what kind of wait it is.</summary>
    public WaitKind Wait { get; private init; }

    /// <summary>For a leaf, what was waited for: a method or the name of something without code; empty where the kind says it all.</summary>
    public string Target { get; private init; } = "";

    /// <summary>For a wait that <see cref="Target"/> ended, what was awaited; empty where nothing tells.</summary>
    public string On { get; private init; } = "";

    /// <summary>It is not async and only passes a task on: a frame without calls and time of its own, inferred from what was seen on stacks or from code.</summary>
    public bool PassesOn { get; init; }

    /// <summary>The source file in which the method's code begins; empty where it is not known.</summary>
    public string File { get; init; } = "";

    /// <summary>The line in which it begins; 0 where it is not known.</summary>
    public int Line { get; init; }

    /// <summary>Where the source file can be read, checked to be an address of the web; empty where it is not known.</summary>
    public string Link { get; init; } = "";

    /// <summary>The parameter types that end the name, where its type has several async methods of that name; otherwise empty.</summary>
    public string Overload { get; init; } = "";

    /// <summary>The simple name of the assembly; empty where it is not known.</summary>
    public string Assembly { get; init; } = "";

    /// <summary>The module version id of the assembly; empty where it is not known.</summary>
    public Guid Module { get; init; }

    /// <summary>Where several methods bear the name and nothing told which: those, by their names; empty where they are not known.</summary>
    public IReadOnlyList<string> Candidates { get; init; } = [];

    /// <summary>Whether it is known from samples only.</summary>
    public bool IsSampled => IsSample(Kind);

    /// <summary>Whether it has a row of its own among the methods, and can be the outermost of its name.</summary>
    public bool HasRow => Kind is FrameKind.Method or FrameKind.Entry || IsSampled;

    /// <summary>Whether it is code, async or not, that can be hidden.</summary>
    public bool IsCode => Kind == FrameKind.Method || IsSampled;

    /// <summary>Whether frames of a kind are known from samples only.</summary>
    public static bool IsSample(FrameKind kind) => kind is FrameKind.Sync or FrameKind.External;

    /// <summary>The frame of a wait.</summary>
    public static Frame OfWait(WaitKind wait, string target, bool isFramework = false, string on = "") =>
        new(FrameKind.Leaf, WaitText.Label(wait, target, on), isFramework) { Wait = wait, Target = target, On = on };

    /// <summary>The same under another name; of a wait, what was waited for has it, each where it is one of several.</summary>
    public Frame Renamed(Func<string, string> rename) =>
        Kind == FrameKind.Leaf ? OfWait(Wait, Wait == WaitKind.OneOf ? WaitText.RenamedEach(Target, rename) : rename(Target), IsFramework, WaitText.RenamedOn(On, rename)) : this with { Name = rename(Name) };

    /// <summary>Whether a method of this name is the frameworks', for want of better knowledge.</summary>
    public static bool LooksFramework(string name) => MethodName.IsOfFrameworks(name);
}
