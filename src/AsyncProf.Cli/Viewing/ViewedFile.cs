using System.Globalization;
using AsyncProf.Budgets;
using AsyncProf.Cli.Arguments;
using AsyncProf.Cli.Output;
using AsyncProf.Findings;
using AsyncProf.Profiles;
using AsyncProf.Renderers;

namespace AsyncProf.Cli.Viewing;

/// <summary>One file that is shown in the browser. It is read again when it has changed.</summary>
internal sealed class ViewedFile(string path, long memory, Inference inference, Func<AsyncProfile, AsyncProfile> filter)
{
    private readonly Lock _lock = new();
    private byte[] _page = [];
    private string _version = "";
    private string? _seen;

    public string Name { get; } = Path.GetFileName(path);

    /// <summary>The page of the file as it is now, and its version; of one that cannot be read any more, as it was.</summary>
    /// <exception cref="UserError">It could never be read.</exception>
    public (byte[] Page, string Version) Read(IReadOnlyList<string> names, int own)
    {
        lock (_lock)
        {
            string version = VersionOf(path);
            if (version == _seen)
                return (_page, _version);
            try
            {
                AsyncProfile profile = ProfileFiles.Load(path, new MemoryBudget(memory), inference, keepsTimeline: true);
                using var bytes = new MemoryStream();
                HtmlPage.Write(filter(profile), FindingRules.Find(profile), Name, bytes, new PageLinks(names, own, version));
                (_page, _version) = (bytes.ToArray(), version);
            }
            catch (UserError) when (_page.Length > 0)
            {
                // It is just being written, or is gone.
            }

            _seen = version;
            return (_page, _version);
        }
    }

    private static string VersionOf(string path) =>
        File.Exists(path) && new FileInfo(path) is var file ? string.Create(CultureInfo.InvariantCulture, $"{file.LastWriteTimeUtc.Ticks:x}-{file.Length:x}") : "";
}
