using AsyncProf.Engine;
using AsyncProf.Profiles;

namespace AsyncProf.KeptProfiles;

/// <summary>Writes profiles to a ring of files, on a thread of its own, and counts what becomes of them.</summary>
internal sealed class ProfileWriter : IDisposable
{
    private const int MaximumQueued = 4;

    private readonly WriterThread<AsyncProfile> _thread;

    /// <summary>Starts the thread.</summary>
    /// <param name="files">The ring.</param>
    /// <param name="counts">What becomes of profiles.</param>
    public ProfileWriter(KeptProfileFiles files, KeptCounts counts) => _thread = new WriterThread<AsyncProfile>(
        "AsyncProf profiles",
        MaximumQueued,
        profile =>
        {
            files.Write(profile);
            counts.AddWritten();
        },
        counts.AddUnwritten);

    /// <summary>Adds a profile; never waits.</summary>
    public void Add(AsyncProfile profile) => _thread.Add(profile);

    /// <summary>Writes what is left, for two seconds at the most.</summary>
    public void Dispose() => _thread.Dispose();
}
