using AsyncProf.Engine;
using AsyncProf.KeptProfiles;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Triggers;

/// <summary>Writes windows to a ring of files, on a thread of its own.</summary>
internal sealed class WindowWriter : IDisposable
{
    private const int MaximumQueued = 2;

    private readonly KeptProfileFiles _files;
    private readonly KeptCounts _kept;
    private readonly TriggerCounts _counts;
    private readonly WriterThread<WindowEnd> _thread;

    /// <summary>Starts the thread.</summary>
    /// <param name="files">The ring.</param>
    /// <param name="kept">Told why a profile could not be written.</param>
    /// <param name="counts">Told what becomes of windows.</param>
    public WindowWriter(KeptProfileFiles files, KeptCounts kept, TriggerCounts counts)
    {
        (_files, _kept, _counts) = (files, kept, counts);
        _thread = new WriterThread<WindowEnd>("AsyncProf windows", MaximumQueued, Write);
    }

    /// <summary>Adds a window; never waits.</summary>
    public void Add(WindowEnd end)
    {
        if (!_thread.Add(end))
            Fail(end, _thread.Why);
    }

    /// <summary>Writes what is left, for two seconds at the most.</summary>
    public void Dispose() => _thread.Dispose();

    private void Write(WindowEnd end)
    {
        try
        {
            string path = _files.Write(end.Profile, isWindow: true);
            _kept.AddWritten();
            _counts.AddEnd(NoteOf(end, PlainText.Printable(path)));
        }
        catch (Exception exception)
        {
            Fail(end, PlainText.Printable(exception.Message)); // must not end the app
        }
    }

    private void Fail(WindowEnd end, string why)
    {
        _kept.AddUnwritten(why);
        _counts.AddEnd(NoteOf(end, null));
    }

    private static WindowNote NoteOf(WindowEnd end, string? file)
    {
        TriggerInfo? trigger = end.Profile.Recording.Trigger;
        string reason = PlainText.Printable(trigger is null ? "" : trigger.Route.Length == 0 ? trigger.Reason : $"{trigger.Reason}; {trigger.Route}");
        return new WindowNote(reason, TimeSpan.FromTicks(end.Profile.Recording.DurationNs / 100), end.Requests, file);
    }
}
