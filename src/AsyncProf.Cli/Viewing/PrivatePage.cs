using System.Net;
using System.Text;
using AsyncProf.Files;

namespace AsyncProf.Cli.Viewing;

/// <summary>A page that only its owner may read and that leads to an address; gone when disposed.</summary>
internal sealed class PrivatePage : IDisposable
{
    private readonly DirectoryInfo _directory;

    private PrivatePage(DirectoryInfo directory) => (_directory, Path) = (directory, System.IO.Path.Combine(directory.FullName, "view.html"));

    /// <summary>Where it lies.</summary>
    public string Path { get; }

    /// <summary>Writes one.</summary>
    /// <param name="address">Where it leads to.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static PrivatePage LeadingTo(string address)
    {
        var page = new PrivatePage(Directory.CreateTempSubdirectory("asyncprof-view-")); // its owner's alone
        string text = $"<!doctype html><meta charset=\"utf-8\"><meta name=\"referrer\" content=\"no-referrer\"><meta http-equiv=\"refresh\" content=\"0;url={WebUtility.HtmlEncode(address)}\"><title>AsyncProf</title>\n";
        try
        {
            OwnerFile.Write(page.Path, overwrite: false, file => file.Write(Encoding.UTF8.GetBytes(text)));
            return page;
        }
        catch
        {
            page.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        try
        {
            _directory.Delete(recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The browser may hold it open; it leads nowhere once the server has ended.
        }
    }
}
