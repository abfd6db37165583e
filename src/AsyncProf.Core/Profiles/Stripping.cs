namespace AsyncProf.Profiles;

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
            places[stack] = rewriter.To.Intern(places[data.Stacks[stack].Parent], rewriter.To.Intern(frame.Kind == FrameKind.Entry ? frame : frame with { Name = Short(frame.Name) }));
        }

        foreach (((FrameKind kind, string method), MethodNotes notes) in data.Methods)
            rewriter.To.Note(kind, kind == FrameKind.Entry ? method : Short(method), notes);
        foreach (((string kind, string name), RootNotes notes) in data.Roots)
        {
            rewriter.To.Note(kind, name, notes);
            rewriter.To.Note(kind, Short(name), notes);
        }

        return new AsyncProfile(profile.Recording, rewriter.Rewrite(places, static _ => true, KeptNotes.None));
    }

    /// <summary>Type and method: the last two parts before the parameters, and before those that end in <c>lambda</c> or are local functions one more.</summary>
    internal static string Short(string name)
    {
        string mark = name.StartsWith(FrameFolding.LeafMark, StringComparison.Ordinal) ? FrameFolding.LeafMark : "";
        int end = name.AsSpan(mark.Length).IndexOfAny('(', '<', ' ') is var found and >= 0 ? mark.Length + found : name.Length;
        int dot = name.LastIndexOf('.', Math.Max(0, end - 1));
        if (dot > mark.Length && name.AsSpan(dot, end - dot).StartsWith(".lambda", StringComparison.Ordinal))
            dot = name.LastIndexOf('.', dot - 1);
        int before = dot > mark.Length ? name.LastIndexOf('.', dot - 1) : -1;
        return before < mark.Length ? name : mark + name[(before + 1)..];
    }
}
