using System.Globalization;
using AsyncProf.Cli.Exporting;
using AsyncProf.Cli.Output;
using AsyncProf.Recording;

namespace AsyncProf.Cli.Recording;

/// <summary>The files that recordings are written to: the one that was asked for, and one for each further process.</summary>
internal sealed class RecordFiles
{
    /// <summary>How the name of a recording ends that is not converted.</summary>
    public const string Extension = ".nettrace";

    private readonly string? _output;
    private readonly bool _force;
    private readonly HashSet<string> _used = [];

    /// <param name="output">The file that was asked for; null for one named after the process.</param>
    /// <param name="force">Whether it may be replaced.</param>
    /// <exception cref="UserError">The file cannot be written, which is said before anything starts.</exception>
    public RecordFiles(string? output, bool force)
    {
        (_output, _force) = (output, force);
        if (output is null)
            return;
        if (!output.EndsWith(Extension, StringComparison.OrdinalIgnoreCase))
            Format = ExportFormat.OfFile(output) ?? throw new UserError($"{output} does not tell the format: end the name in {Extension}, or one of {ExportFormat.Extensions}.");
        OutputFile.CheckFree(output, force);
        OutputFile.CheckFolder(output);
    }

    /// <summary>What recordings are converted to; null if they stay as they are.</summary>
    public ExportFormat? Format { get; }

    /// <summary>The file for a process; for a second one its name has that of the process in it.</summary>
    /// <exception cref="UserError">It exists and may not be replaced.</exception>
    public string For(StartedRecording started)
    {
        string file = Choose(started.Target, started.IsProvisional);
        OutputFile.CheckFree(file, _force);
        if (!_force && File.Exists(file + StartedRecording.ModulesExtension))
            throw new UserError($"{file}{StartedRecording.ModulesExtension} already exists, from a recording of that name that broke off: --force replaces it.");
        return file;
    }

    /// <summary>What recordings of a process are called where no name was asked for, without an extension.</summary>
    public static string NameOf(string process) => string.Create(CultureInfo.InvariantCulture, $"asyncprof-{Letters(process)}-{DateTime.UtcNow:yyyyMMdd'T'HHmmss'Z'}");

    /// <summary>Where a recording that is converted at its end is written to meanwhile.</summary>
    public static string TemporaryOf(string file) => $"{file}.{Path.GetRandomFileName()}{Extension}";

    /// <summary>Keeps a recording that was to be converted beside what it was to become, with its list of modules.</summary>
    /// <returns>Its name from now on.</returns>
    public static string Keep(string recording, string output)
    {
        string kept = $"{Path.ChangeExtension(output, null)}-{Path.GetRandomFileName()}{Extension}";
        File.Move(recording, kept);
        if (File.Exists(recording + StartedRecording.ModulesExtension))
            File.Move(recording + StartedRecording.ModulesExtension, kept + StartedRecording.ModulesExtension);
        return kept;
    }

    /// <summary>Removes a recording, with its list of modules.</summary>
    public static void Remove(string recording)
    {
        File.Delete(recording);
        File.Delete(recording + StartedRecording.ModulesExtension);
    }

    private string Choose(TargetProcess target, bool isProvisional)
    {
        string file = _output ?? NameOf(target.Name) + Extension;
        lock (_used)
        {
            if (isProvisional || _used.Add(file))
                return file;
        }

        int end = file.Length - (Format is { } format ? format.ExtensionOf(file).Length : Extension.Length);
        return string.Create(CultureInfo.InvariantCulture, $"{file[..end]}-{Letters(target.Name)}-{target.Pid}{file[end..]}");
    }

    /// <summary>A process may call itself anything, a path too.</summary>
    private static string Letters(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_'));
}
