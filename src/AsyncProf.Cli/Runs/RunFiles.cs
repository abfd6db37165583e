using System.Globalization;
using System.Text.RegularExpressions;
using AsyncProf.Cli.Arguments;
using AsyncProf.Cli.Output;
using AsyncProf.Cli.Recording;
using AsyncProf.Profiles;

namespace AsyncProf.Cli.Runs;

/// <summary>The files of a command's runs, numbered so that they sort. A file appears when its run has ended well, and then whole.</summary>
internal sealed class RunFiles
{
    private const string Stem = "run", ProfileExtension = ".pb.gz";

    private readonly string _stem, _extension;
    private readonly Regex _name;
    private readonly int _runs;
    private readonly bool _force;

    private RunFiles(string? folder, string stem, string extension, int runs, bool force)
    {
        (Folder, _stem, _extension, _runs, _force) = (folder, stem, extension, runs, force);
        _name = new Regex($"^{Regex.Escape(stem)}-[0-9]{{1,2}}{Regex.Escape(extension)}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        if (!force && Earlier() is [var there, ..])
            throw new UserError($"{there} already exists: --force replaces the runs that are there.");
    }

    /// <summary>Where they lie, which need not exist yet; empty for the current folder, null if it will be named after the process.</summary>
    public string? Folder { get; private set; }

    /// <summary>How many runs have been kept.</summary>
    public int Kept { get; private set; }

    /// <summary>All files of the runs, as a shell names them.</summary>
    public string Pattern => Path.Combine(Folder ?? "", $"{_stem}-*{_extension}");

    /// <summary>The files for the output that was asked for.</summary>
    /// <param name="output">A file, whose name gets numbers; a folder; or null for a new folder named after the process.</param>
    /// <param name="runs">How many there will be.</param>
    /// <param name="force">Whether runs that are there already are replaced.</param>
    /// <exception cref="UserError">They cannot be written, which is said before anything starts.</exception>
    public static RunFiles For(string? output, int runs, bool force)
    {
        if (output is null)
            return new RunFiles(null, Stem, ProfileExtension, runs, force);
        if (Path.EndsInDirectorySeparator(output) || Directory.Exists(output))
            return In(output, runs, force);
        string name = Path.GetFileName(output);
        string extension = Array.Find([ProfileExtension, RecordFiles.Extension], known => name.EndsWith(known, StringComparison.OrdinalIgnoreCase) && name.Length > known.Length)
            ?? throw new UserError($"{output} cannot hold runs to compare: end the name in {ProfileExtension} or {RecordFiles.Extension}, or in / for a folder.");
        OutputFile.CheckFolder(output);
        return new RunFiles(Path.GetDirectoryName(output) ?? "", name[..^extension.Length], name[^extension.Length..], runs, force);
    }

    /// <summary>Files in a folder.</summary>
    /// <inheritdoc cref="For"/>
    public static RunFiles In(string folder, int runs, bool force) => new(folder, Stem, ProfileExtension, runs, force);

    /// <summary>The file of a run.</summary>
    public string PathOf(int number)
    {
        int digits = _runs.ToString(CultureInfo.InvariantCulture).Length;
        return Path.Combine(Folder ?? "", $"{_stem}-{number.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0')}{_extension}");
    }

    /// <summary>Where a recording is written to that may become a run.</summary>
    public string Temporary() => RecordFiles.TemporaryOf(Path.Combine(Folder ?? "", _stem));

    /// <summary>Makes a recording a run.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="recording">The recording.</param>
    /// <param name="isRedacted">Whether a profile leaves out what a recording says of its surroundings.</param>
    /// <param name="inference">Which edges of a profile may be inferred; null for all.</param>
    /// <exception cref="UserError">It cannot be read, or not be written as one.</exception>
    public void Keep(int number, string recording, bool isRedacted = false, Inference? inference = null)
    {
        AsyncProfile profile = ProfileFiles.Load(recording, inference ?? Inference.All); // also where it stays as it is: a run that cannot be read is none
        if (Folder is null)
            OutputFile.MakeFolder(Folder = RecordFiles.NameOf(profile.Recording.Process));
        if (Kept == 0)
        {
            foreach (string earlier in Earlier())
                File.Delete(earlier); // of two series that are mixed nothing can be told
        }

        if (_extension.Equals(ProfileExtension, StringComparison.OrdinalIgnoreCase))
            OutputFile.Write(PathOf(number), _force, (isRedacted ? profile.Redact() : profile).Save);
        else
            File.Move(recording, PathOf(number), _force);
        Kept++;
    }

    /// <summary>Recordings in the folder that are no runs, by name.</summary>
    public IReadOnlyList<string> Others() => [.. FoundRecordings.In(Folder!).Where(name => !_name.IsMatch(name))];

    /// <summary>Runs of a series that was here before.</summary>
    private string[] Earlier()
    {
        if (Folder is null || (Folder.Length > 0 && !Directory.Exists(Folder)))
            return [];
        IEnumerable<string?> names = Directory.EnumerateFiles(Folder.Length == 0 ? "." : Folder).Select(Path.GetFileName);
        return [.. names.OfType<string>().Where(name => _name.IsMatch(name)).Order(StringComparer.Ordinal).Select(name => Path.Combine(Folder, name))];
    }
}
