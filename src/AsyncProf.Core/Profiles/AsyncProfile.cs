using System.Text.RegularExpressions;
using AsyncProf.Budgets;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Pprof;
using AsyncProf.Profiles.Tables;
using AsyncProf.Profiles.Text;
using AsyncProf.Profiles.Transforms;

namespace AsyncProf.Profiles;

/// <summary>
/// What was measured, frozen: logical call tree, methods, roots, and how far the recording can be trusted.
/// On the elapsed axis the tree's charges sum to the observed time of the roots, exactly.
/// </summary>
public sealed class AsyncProfile
{
    private readonly Lazy<CallNode> _tree;
    private readonly Lazy<IReadOnlyList<RootRow>> _roots;
    private readonly Lazy<IReadOnlyList<MethodRow>> _methods;
    private readonly Lazy<IReadOnlyList<CallEdge>> _edges;
    private readonly Lazy<IReadOnlyList<SpawnRow>> _spawns;
    private readonly Lazy<IReadOnlyList<OutsideRow>> _outside;
    private readonly Lazy<IReadOnlyList<LibraryRow>> _libraries;

    internal AsyncProfile(RecordingInfo recording, ProfileData data)
        : this(recording, data, new Lazy<IReadOnlyList<LibraryRow>>(() => LibraryRows.Read(data)))
    {
    }

    private AsyncProfile(RecordingInfo recording, ProfileData data, Lazy<IReadOnlyList<LibraryRow>> libraries)
    {
        Recording = recording;
        Data = data;
        _tree = new Lazy<CallNode>(() => CallTree.Of(data));
        _roots = new Lazy<IReadOnlyList<RootRow>>(() => RootRows.Read(data));
        _methods = new Lazy<IReadOnlyList<MethodRow>>(() => MethodRows.Read(data));
        _edges = new Lazy<IReadOnlyList<CallEdge>>(() => CallEdges.Read(data));
        _spawns = new Lazy<IReadOnlyList<SpawnRow>>(() => SpawnRows.Read(data));
        _outside = new Lazy<IReadOnlyList<OutsideRow>>(() => OutsideRows.Read(data));
        _libraries = libraries;
    }

    /// <summary>What the recording covers, and how far it can be trusted.</summary>
    public RecordingInfo Recording { get; }

    /// <summary>All logical stacks; its children are the roots by name.</summary>
    public CallNode Tree => _tree.Value;

    /// <summary>The roots by name, the largest first.</summary>
    public IReadOnlyList<RootRow> Roots => _roots.Value;

    /// <summary>The methods, the one with the most task time of its own first.</summary>
    public IReadOnlyList<MethodRow> Methods => _methods.Value;

    /// <summary>Who awaits whom, the most elapsed time first. Over all callers of a method, calls and totals sum to the method's own.</summary>
    public IReadOnlyList<CallEdge> Edges => _edges.Value;

    /// <summary>Who began what nobody is known to have awaited, the most task time first.</summary>
    public IReadOnlyList<SpawnRow> Spawns => _spawns.Value;

    /// <summary>What samples saw on threads that executed no operation, the most time first. Empty where none were taken.</summary>
    public IReadOnlyList<OutsideRow> Outside => _outside.Value;

    /// <summary>The libraries that the methods are of, the one with the most task time of its own first.</summary>
    internal IReadOnlyList<LibraryRow> Libraries => _libraries.Value;

    internal ProfileData Data { get; }

    /// <summary>Adds profiles up, as if all had been one recording. The slowest root of each name keeps its tree.</summary>
    /// <param name="profiles">One or more.</param>
    /// <exception cref="InvalidDataException">They add up to more than can be counted.</exception>
    public static AsyncProfile Merge(params IReadOnlyList<AsyncProfile> profiles)
    {
        ArgumentNullException.ThrowIfNull(profiles);
        return profiles.Count == 1 ? profiles[0] : ProfileMerge.Of(profiles);
    }

    /// <summary>The same within a budget of memory, of which the sum takes its part.</summary>
    /// <exception cref="MemoryBudgetException">There is not enough left.</exception>
    internal static AsyncProfile Merge(IReadOnlyList<AsyncProfile> profiles, MemoryBudget budget)
    {
        if (profiles.Count == 1)
            return profiles[0];
        AsyncProfile sum;
        using (MemoryAccount adding = budget.Open())
            sum = ProfileMerge.Of(profiles, adding);
        budget.Charge(ProfileCost.Of(sum.Data));
        return sum;
    }

    /// <summary>
    /// A profile in which the frameworks' own frames (<c>System.*</c>, <c>Microsoft.*</c>) are folded: what only they do becomes a leaf named by
    /// the outermost of them, states kept; methods of yours that they call move up to your method above. No time is lost.
    /// </summary>
    public AsyncProfile FoldFramework() => OfSameLibraries(Hiding.Apply(this, static frame => frame.IsFramework));

    /// <summary>The same for methods whose names match.</summary>
    /// <param name="methods">Which methods to hide.</param>
    public AsyncProfile Hide(Regex methods) => OfSameLibraries(Hiding.Apply(this, frame => Matches(methods, frame)));

    /// <summary>Only the stacks that hold a frame whose name matches.</summary>
    /// <param name="frames">Which frames to look for.</param>
    public AsyncProfile Focus(Regex frames) => Filtering.Keep(this, frame => Matches(frames, frame), keepMatches: true);

    /// <summary>Only the stacks that hold no frame whose name matches.</summary>
    /// <param name="frames">Which frames to leave out.</param>
    public AsyncProfile Ignore(Regex frames) => Filtering.Keep(this, frame => Matches(frames, frame), keepMatches: false);

    /// <summary>Only the roots whose names match.</summary>
    /// <param name="roots">Which roots to keep.</param>
    public AsyncProfile OnlyRoots(Regex roots) => Filtering.KeepRoots(this, frame => Matches(roots, frame));

    /// <summary>The same without what samples say below the logical stacks: running time is that of the async methods again, as events have it.</summary>
    public AsyncProfile WithoutSamples() => SampleFolding.Apply(this);

    /// <summary>The same with one frame for methods of one library that call each other, below roots that stay as they are, without what samples say.</summary>
    internal AsyncProfile ByLibrary() => LibraryFolding.Apply(this);

    /// <summary>Names without their namespaces; methods that read the same then are added up.</summary>
    public AsyncProfile Strip() => OfSameLibraries(Stripping.Apply(this));

    /// <summary>
    /// The same without what may say more than how the code works, to be shown to others: without directories of source files, the process and its machine, names of scopes, and paths of requests
    /// that are no templates with a parameter. Names of types, methods, assemblies and source files stay, and all times.
    /// </summary>
    public AsyncProfile Redact()
    {
        AsyncProfile redacted = Redaction.Apply(this);
        return new AsyncProfile(redacted.Recording, redacted.Data, new Lazy<IReadOnlyList<LibraryRow>>(() => [.. Libraries.Select(row => row with { Library = Redaction.BareName(row.Library) })]));
    }

    /// <summary>Stacks in which no method occurs twice: what lies between is left out, and what was charged there is charged to the outermost.</summary>
    public AsyncProfile CollapseRecursion() => Recursion.Collapse(this);

    /// <summary>Subtrees with less than a share of the whole, on both axes, become one leaf <c>(smaller)</c> each, states kept.</summary>
    /// <param name="share">The share, 0 to 1.</param>
    public AsyncProfile MinimumShare(double share) => Filtering.FoldSmall(this, share);

    /// <summary>
    /// Writes the profile as a gzipped <c>profile.proto</c>, which <c>asyncprof report</c>, <c>go tool pprof</c>, speedscope and Perfetto open. The file is its
    /// owner's alone, and appears whole or not at all.
    /// </summary>
    /// <param name="path">The file, <c>x.pb.gz</c> by custom.</param>
    /// <param name="overwrite">Whether a file that is there already may be replaced.</param>
    /// <exception cref="IOException">The file is there and may not be replaced, or it cannot be written.</exception>
    public void Save(string path, bool overwrite = false) => ProfileFile.Write(this, path, overwrite);

    /// <summary>The same into a stream.</summary>
    /// <param name="output">Where it goes; it stays open.</param>
    public void Save(Stream output) => ProfileFile.Write(this, output);

    /// <summary>What is only shown otherwise has its time in the same libraries, though their frames are hidden or have lost their namespaces.</summary>
    private AsyncProfile OfSameLibraries(AsyncProfile shown) => new(shown.Recording, shown.Data, _libraries);

    /// <summary>A pattern may be of the name as it is shown, or as it is.</summary>
    private static bool Matches(Regex pattern, Frame frame) =>
        pattern.IsMatch(frame.Name) || (frame.Name.Contains('`', StringComparison.Ordinal) && pattern.IsMatch(NameText.Display(frame)));

    /// <summary>Reads a profile that was saved, or that another tool wrote as a <c>profile.proto</c> with times in it.</summary>
    /// <param name="path">The file, gzipped or not.</param>
    /// <exception cref="InvalidDataException">It is no such file; the message says what is wrong with it.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static AsyncProfile Load(string path) => Load(path, MemoryBudget.DefaultLimit);

    /// <summary>The same with another limit of what it may take: 512 MiB otherwise.</summary>
    /// <param name="path">The file, gzipped or not.</param>
    /// <param name="memory">About how much memory reading and the profile may take, in bytes.</param>
    /// <exception cref="InvalidDataException">It is no such file, or takes more; the message says what is wrong with it.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static AsyncProfile Load(string path, long memory) => MemoryBudgetException.Guard(() => Load(path, new MemoryBudget(memory)));

    /// <summary>The same within a budget, of which the profile takes its part.</summary>
    internal static AsyncProfile Load(string path, MemoryBudget budget) => ProfileFile.Read(path, budget);
}
