using System.Text.RegularExpressions;
using AsyncProf.Events;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles.Transforms;

/// <summary>
/// Leaves out of a profile what may say more than how its code works: paths, what clients and users made up, and the process. Names of types, methods and assemblies stay, as do templates of
/// routes and all numbers.
/// </summary>
internal static partial class Redaction
{
    private const string Path = "(path)", Scope = "(scope)", Unmatched = "(unmatched)", Nameless = "(request)";

    public static AsyncProfile Apply(AsyncProfile profile)
    {
        ProfileData data = profile.Data;
        var rewriter = new StackRewriter(data) { KeepsLinks = false };
        var places = new int[data.Stacks.Count];
        for (int stack = 1; stack < places.Length; stack++)
            places[stack] = rewriter.To.Intern(places[data.Stacks[stack].Parent], rewriter.To.Intern(Redacted(data.FrameOf(stack))), data.Stacks[stack].Line);

        foreach (((FrameKind kind, string name), MethodNotes notes) in data.Methods)
            rewriter.To.Note(kind, NameOf(kind, name), notes);
        foreach (((RootKind kind, string name), RootNotes notes) in data.Roots)
            rewriter.To.Note(kind, NameOf(kind, name), notes with { Slowest = null }); // one call of many: its tree is that of all
        foreach ((AwaitKey await, AwaitSums sums) in data.Awaits)
            rewriter.To.Note(await with { Root = NameOf(await.RootKind, await.Root), Method = NameOf(await.Kind, await.Method), File = BareName(await.File) }, sums);

        foreach ((SpawnKey spawn, SpawnSums sums) in data.Spawns)
            rewriter.To.Note(spawn with { Starter = NameOf(spawn.StarterKind, spawn.Starter) }, sums);

        foreach (((FrameKind kind, string name), OutsideSums sums) in data.Outside)
            rewriter.To.Note(kind, name, sums);
        foreach ((LineKey line, long ns) in data.Lines)
            rewriter.To.Note(line with { Method = NameOf(line.Kind, line.Method), File = BareName(line.File) }, ns);

        rewriter.To.Timeline = data.Timeline.Renamed(Redacted);
        return new AsyncProfile(Redacted(profile.Recording, data), rewriter.Rewrite(places, static _ => true, KeptNotes.None));
    }

    private static Frame Redacted(Frame frame) => frame.Kind switch
    {
        FrameKind.Entry => new Frame(frame.Kind, NameOf(frame.Kind, frame.Name), frame.IsFramework),
        FrameKind.Method or FrameKind.Sync or FrameKind.External => frame with { Link = "", File = BareName(frame.File), Assembly = BareName(frame.Assembly) },
        _ => frame, // a wait names methods
    };

    private static RecordingInfo Redacted(RecordingInfo recording, ProfileData data) => recording with
    {
        Process = data.Frames.Any(frame => frame.Assembly.Length > 0 && frame.Assembly == recording.Process) ? recording.Process : "",
        Pid = 0,
        RuntimeVersion = FirstWord(recording.RuntimeVersion),
        Os = FirstWord(recording.Os),
        Arch = FirstWord(recording.Arch),
        Source = FirstWord(recording.Source),
        NamesBy = FirstWord(recording.NamesBy),
        EventsBy = FirstWord(recording.EventsBy),
        Trigger = recording.Trigger is { } trigger ? new TriggerInfo(FirstWord(trigger.Reason), trigger.Route.Length == 0 ? "" : EntryName(trigger.Route), "") : null,
    };

    private static string NameOf(RootKind kind, string name) => kind is RootKind.Request or RootKind.Scope ? EntryName(name) : name;

    private static string NameOf(FrameKind kind, string name) => kind == FrameKind.Entry ? EntryName(name) : name;

    /// <summary>
    /// A request's path is a template if it has a parameter with a name: nothing else tells it from a path that a client has sent. What is no request is a scope, which may be called anything.
    /// </summary>
    public static string EntryName(string name)
    {
        if (name == Nameless || RequestMethod().Match(name) is not { Success: true } request)
            return name == Nameless ? name : Scope;
        string path = request.Groups["path"].Value;
        return path.Length == 0 || path is Unmatched or "/" || Parameter().IsMatch(path) ? name : $"{request.Groups["method"].Value} {Path}";
    }

    /// <summary>The last part of a path, whatever system it is of.</summary>
    public static string BareName(string path) => path[(path.AsSpan().LastIndexOfAny('/', '\\') + 1)..];

    /// <summary>What a recording says of itself are words and versions: what follows might name a machine.</summary>
    private static string FirstWord(string text) => Word().Match(text).Value;

    [GeneratedRegex(@"\A(?<method>[A-Z_]{3,10})(\z| (?<path>[/(].*)\z)", RegexOptions.Singleline)]
    private static partial Regex RequestMethod();

    [GeneratedRegex(@"\{[*]{0,2}[A-Za-z_][\w.-]*([:=?][^{}/]*)?\}")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\A[\w.+-]*")]
    private static partial Regex Word();
}
