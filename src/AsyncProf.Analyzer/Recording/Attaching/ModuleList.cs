using AsyncProf.Decoding;
using AsyncProf.Files;

namespace AsyncProf.Recording.Attaching;

/// <summary>
/// Which modules a process has loaded, kept beside its recording while that is made: a session lists them only at its end, which a recording that is cut short does not have.
/// </summary>
internal sealed class ModuleList : IDisposable
{
    private readonly string _path;

    private ModuleList(string path) => _path = path;

    /// <summary>Asks the process, by a session that ends at once.</summary>
    public static async Task<ModuleList> WriteAsync(int pid, string recording)
    {
        var list = new ModuleList(recording + DiskModules.ListExtension);
        bool isWhole = false;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            using MemoryStream? stream = await LoadedModules.AskAsync(pid, patience.Token);
            if (stream is null)
                return list;
            await using FileStream file = OwnerFile.Open(list._path, FileMode.Create);
            await file.WriteAsync(stream.GetBuffer().AsMemory(0, (int)stream.Length), patience.Token);
            await file.FlushAsync(patience.Token);
            isWhole = true;
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or UnauthorizedAccessException)
        {
            // It is only a fallback, and what prevents it prevents the recording too.
        }
        finally
        {
            if (!isWhole)
                list.Dispose();
        }

        return list;
    }

    /// <summary>Removes it: the recording has come to its end.</summary>
    public void Dispose()
    {
        try
        {
            File.Delete(_path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It does no harm.
        }
    }
}
