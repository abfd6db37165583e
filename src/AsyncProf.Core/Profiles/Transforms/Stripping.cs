using AsyncProf.Events;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles.Transforms;

/// <summary>Takes the namespaces off method names, as <c>strip_dirs</c> takes the directories.</summary>
internal static class Stripping
{
    public static AsyncProfile Apply(AsyncProfile profile)
    {
        ProfileData data = profile.Data;
        var rewriter = new StackRewriter(data);
        var places = new int[data.Stacks.Count];
        for (int stack = 1; stack < places.Length; stack++)
        {
            Frame frame = data.FrameOf(stack);
            places[stack] = rewriter.To.Intern(places[data.Stacks[stack].Parent], rewriter.To.Intern(frame.Kind == FrameKind.Entry ? frame : frame.Renamed(Short)), data.Stacks[stack].Line);
        }

        foreach (((FrameKind kind, string method), MethodNotes notes) in data.Methods)
            rewriter.To.Note(kind, kind == FrameKind.Entry ? method : Short(method), notes);
        foreach (((RootKind kind, string name), RootNotes notes) in data.Roots)
        {
            rewriter.To.Note(kind, name, notes);
            if (Short(name) != name)
                rewriter.To.Note(kind, Short(name), notes);
        }

        foreach ((AwaitKey await, AwaitSums sums) in data.Awaits)
            rewriter.To.Note(await with { Root = Short(await.Root), Method = await.Kind == FrameKind.Entry ? await.Method : Short(await.Method), On = WaitText.RenamedOn(await.On, Short) }, sums);

        foreach ((SpawnKey spawn, SpawnSums sums) in data.Spawns)
            rewriter.To.Note(spawn with { Starter = spawn.StarterKind == FrameKind.Entry ? spawn.Starter : Short(spawn.Starter), Started = Short(spawn.Started) }, sums);

        foreach (((FrameKind kind, string name), OutsideSums sums) in data.Outside)
            rewriter.To.Note(kind, Short(name), sums);
        foreach ((LineKey line, long ns) in data.Lines)
            rewriter.To.Note(line with { Method = Short(line.Method) }, ns);

        rewriter.To.Timeline = data.Timeline.Renamed(frame => frame.Kind == FrameKind.Entry ? frame : frame.Renamed(Short));
        return new AsyncProfile(profile.Recording, rewriter.Rewrite(places, static _ => true, KeptNotes.None));
    }

    /// <summary>Type and method: the last two parts before the parameters, and before those that end in <c>lambda</c> or are local functions one more.</summary>
    internal static string Short(string name)
    {
        int end = name.AsSpan().IndexOfAny('(', '<', ' ') is var found and >= 0 ? found : name.Length;
        int dot = name.LastIndexOf('.', Math.Max(0, end - 1));
        if (dot > 0 && name.AsSpan(dot, end - dot).StartsWith(".lambda", StringComparison.Ordinal))
            dot = name.LastIndexOf('.', dot - 1);
        int before = dot > 0 ? name.LastIndexOf('.', dot - 1) : -1;
        return before < 0 ? name : name[(before + 1)..];
    }
}
