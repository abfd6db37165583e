using AsyncProf.Events;

namespace AsyncProf.Testing.Logs;

/// <summary>A log of a real program, played through the engine.</summary>
internal static class RecordedLog
{
    private const long Microseconds = 1_000_000;

    public static ProfileReading Play(string path)
    {
        var names = new NameTable();
        var playback = new Playback(names, graceTicks: Microseconds / 20, ticksPerSecond: Microseconds);
        playback.Feed(LogText.Read(path, names));
        return playback.Finish();
    }
}
