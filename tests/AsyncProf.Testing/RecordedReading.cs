using System.Text.RegularExpressions;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Transforms;

namespace AsyncProf.Testing;

/// <summary>A program in a recording of its whole process: only what it did, under the short names that expectations use.</summary>
public static partial class RecordedReading
{
    /// <summary>Takes everything away whose root is not a method of the programs.</summary>
    /// <param name="profile">The recording.</param>
    /// <param name="programs">What the names of their methods begin with.</param>
    public static ProfileReading Of(AsyncProfile profile, string programs)
    {
        ProfileData data = profile.Data;
        var rewriter = new StackRewriter(data);
        var places = new int[data.Stacks.Count];
        bool[] isOwn = Own(data, programs);
        for (int stack = 1; stack < places.Length; stack++)
        {
            Frame frame = data.FrameOf(stack);
            int parent = data.Stacks[stack].Parent;
            bool isKept = parent == 0 ? isOwn[stack] : places[parent] != StackRewriter.Dropped;
            places[stack] = isKept ? rewriter.To.Intern(places[parent], rewriter.To.Intern(frame.Renamed(Short))) : StackRewriter.Dropped;
        }

        foreach (((FrameKind kind, string method), MethodNotes notes) in data.Methods.Where(pair => IsOwn(pair.Key.Name, programs)))
            rewriter.To.Note(kind, Short(method), notes);
        foreach ((var (kind, name), RootNotes notes) in data.Roots.Where(pair => IsOwn(pair.Key.Name, programs)))
            rewriter.To.Note(kind, Short(name), notes);
        return new ProfileReading(new AsyncProfile(profile.Recording, rewriter.Rewrite(places, static _ => true, KeptNotes.None)));
    }

    /// <summary>Whose root is one of the programs' methods, or has one below it.</summary>
    private static bool[] Own(ProfileData data, string programs)
    {
        var isOwn = new bool[data.Stacks.Count];
        for (int stack = isOwn.Length - 1; stack > 0; stack--)
        {
            isOwn[stack] |= IsOwn(data.FrameOf(stack).Name, programs);
            isOwn[data.Stacks[stack].Parent] |= isOwn[stack];
        }

        return isOwn;
    }

    /// <summary>A name without a type is one of several; the programs' names are rare enough.</summary>
    private static bool IsOwn(string name, string programs) => name.StartsWith(programs, StringComparison.Ordinal) || (name.EndsWith(" (ambiguous)", StringComparison.Ordinal) && !name.Contains('.', StringComparison.Ordinal));

    /// <summary>The last part of each name in a text: of a method's own, and of those that a leaf tells.</summary>
    private static string Short(string name)
    {
        string text = QualifiedName().Replace(Marks().Replace(name, ""), match => match.Groups["last"].Value);
        int end = text.IndexOf('(', StringComparison.Ordinal);
        return end > 0 ? text[..end] : text;
    }

    /// <summary>What metadata adds: which of several, and that it cannot be told.</summary>
    [GeneratedRegex(@" \(ambiguous\)|#\d+$")]
    private static partial Regex Marks();

    [GeneratedRegex(@"(?:AsyncProf\.Workload\.Programs\.|System\.Threading\.Tasks\.|System\.)(?:[\w`]+\.)+?(?<last>\w+(?:\.lambda(?:#\d+)?)?)(?![\w.`])")]
    private static partial Regex QualifiedName();
}
