namespace AsyncProf.Profiles.Data;

/// <summary>One field of the recording block.</summary>
/// <param name="Name">Its name in the report schema; a dot stands between an object and its member.</param>
/// <param name="Get">Its value: a number of type <see cref="long"/> or <see cref="double"/>, a <see cref="bool"/> or a string.</param>
/// <param name="Set">The recording with the value that a text stands for. A text that is none throws <see cref="FormatException"/> or <see cref="OverflowException"/>.</param>
/// <param name="Merge">The sum, starting from another recording, with the value that several recordings have together.</param>
internal sealed record RecordingField(
    string Name,
    Func<RecordingInfo, object> Get,
    Func<RecordingInfo, string, RecordingInfo> Set,
    Func<RecordingInfo, IReadOnlyList<RecordingInfo>, RecordingInfo> Merge)
{
    /// <summary>Whether a recording has it: it is left out otherwise.</summary>
    public Predicate<RecordingInfo> IsTold { get; init; } = static _ => true;
}
