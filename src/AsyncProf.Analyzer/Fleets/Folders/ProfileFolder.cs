using System.Globalization;
using AsyncProf.Budgets;
using AsyncProf.Profiles;

namespace AsyncProf.Fleets.Folders;

/// <summary>A folder of profiles that were pushed or kept, from many instances: folders and names in it say <c>key=value</c>.</summary>
/// <param name="folder">The folder.</param>
/// <param name="limits">How many files.</param>
/// <param name="load">Reads a file; what it takes stays charged.</param>
internal sealed class ProfileFolder(string folder, FleetLimits limits, Func<string, MemoryBudget, AsyncProfile> load) : IFleetStore
{
    private static readonly string[] Endings = [".pb.gz", ".pprof.gz", ".pb", ".pprof"];

    /// <inheritdoc/>
    public string Name => "the folder";

    /// <inheritdoc/>
    public Task<IFleetSide> OpenAsync(Selector selector, CancellationToken stop)
    {
        var files = new List<FolderFile>();
        (int seen, int ofIt) = (0, 0);
        var walk = new FolderWalk();
        foreach (string path in walk.FilesIn(folder))
        {
            stop.ThrowIfCancellationRequested();
            string below = Path.GetRelativePath(folder, path);
            if (Endings.FirstOrDefault(ending => below.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) is not { } ending)
                continue;
            if (++seen > limits.Files)
                throw new FleetException(FormattableString.Invariant($"{folder} holds more than {limits.Files:N0} profiles: name a folder in it."));
            IReadOnlyDictionary<string, string> labels = FileLabels.Of(below, ending);
            if (!selector.Labels.All(label => labels.GetValueOrDefault(label.Key) == label.Value))
                continue;
            ofIt++;
            if (Moment(path) is var moment && selector.Window.Holds(moment))
                files.Add(new FolderFile(path, labels.GetValueOrDefault(FleetLabels.Instance, Path.GetDirectoryName(below) ?? ""), moment));
        }

        return files.Count > 0 ? Task.FromResult<IFleetSide>(new FolderSide(selector, files, load) { LeftOut = walk.LeftOut }) : throw new FleetException(Nothing(selector, seen, ofIt) + walk.LeftOut);
    }

    private string Nothing(Selector selector, int seen, int ofIt) => ofIt > 0
        ? string.Create(CultureInfo.InvariantCulture, $"{ofIt:N0} files in {folder} are of {selector.Text}, but none was written in {selector.Window}: say when by --since and --until.")
        : $"No file in {folder} is of {selector.Text}: {(seen == 0 ? "it holds no profile (.pb.gz)" : "its folders and names must say so, as version=1.4/instance=a/x.pb.gz")}.";

    /// <summary>When a file was written, which is when what it holds had ended: to read it for its time would be to read all of them.</summary>
    private static DateTime Moment(string path) => File.GetLastWriteTimeUtc(path);
}
