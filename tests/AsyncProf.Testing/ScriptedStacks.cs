using AsyncProf.Samples;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Testing;

/// <summary>Sampled stacks by their numbers, whatever method was executed.</summary>
internal sealed class ScriptedStacks : ISampledStacks
{
    private readonly List<SampledPath> _paths = [];

    /// <summary>How many there are.</summary>
    public int Count => _paths.Count;

    /// <summary>Adds a stack of synchronous methods, the outermost first: <c>~Name</c> is an async one that has not suspended, <c>!Name</c> one that called native code.</summary>
    public int Add(params string[] frames)
    {
        _paths.Add(new SampledPath([.. frames.Select(Frame)], frames.Length));
        return _paths.Count - 1;
    }

    /// <summary>Adds one that was seen late, and whose first frames only are certain.</summary>
    public int AddLate(int certain, params string[] frames)
    {
        _paths.Add(new SampledPath([.. frames.Select(Frame)], certain) { IsLate = true });
        return _paths.Count - 1;
    }

    /// <summary>Adds one seen in what leads out of a method, which may have been something else before.</summary>
    public int AddSuspect(string machinery)
    {
        _paths.Add(new SampledPath([Frame(machinery) with { IsMachinery = true }], 0) { IsLate = true, IsSuspect = true });
        return _paths.Count - 1;
    }

    /// <summary>Random ones.</summary>
    public static ScriptedStacks Random(Random random)
    {
        var stacks = new ScriptedStacks();
        for (int stack = 0; stack < 12; stack++)
        {
            string[] frames = [.. Enumerable.Range(0, random.Next(4)).Select(depth => (random.Next(8) == 0 ? "~" : random.Next(8) == 0 && depth == 3 ? "!" : "") + $"Lib.F{random.Next(5)}")];
            if (random.Next(3) == 0)
                stacks.AddLate(random.Next(frames.Length + 1), frames);
            else
                stacks.Add(frames);
        }

        return stacks;
    }

    public SampledPath Below(int stack, MethodName operation) => _paths[stack];

    public IEnumerable<SampledLine> LinesOf(int stack, MethodName operation) => [new SampledLine(null, "Own.cs", stack + 1), .. _paths[stack].Frames.Take(_paths[stack].Certain).Select((frame, depth) => new SampledLine(frame, "Lib.cs", depth + 1))];

    public SampledPath Outside(int stack) => _paths[stack];

    private static SampledFrame Frame(string name) =>
        new(name.TrimStart('~', '!'), IsFramework: name.TrimStart('~', '!').StartsWith("System.", StringComparison.Ordinal), "Lib", IsExternal: name[0] == '!', IsPrefix: name[0] == '~');
}
