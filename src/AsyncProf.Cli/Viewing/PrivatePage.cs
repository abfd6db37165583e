using System.Net;
using System.Text;
using AsyncProf.Files;
using AsyncProf.Recording.Processes;

namespace AsyncProf.Cli.Viewing;

/// <summary>A page that only its owner may read and that leads to an address; gone when disposed.</summary>
internal sealed class PrivatePage : IDisposable
{
    private readonly RunFolder _folder;

    private PrivatePage(RunFolder folder) => (_folder, Path) = (folder, System.IO.Path.Combine(folder.Path, "view.html"));

    /// <summary>Where it lies.</summary>
    public string Path { get; }

    /// <summary>Writes one.</summary>
    /// <param name="address">Where it leads to.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static PrivatePage LeadingTo(string address)
    {
        var page = new PrivatePage(RunFolder.Create()); // its owner's alone
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

    /// <summary>Removes it, unless the browser holds it open: it leads nowhere once the server has ended.</summary>
    public void Dispose() => _folder.Dispose();
}
