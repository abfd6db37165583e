using AsyncProf.Profiles;

namespace AsyncProf.Windows;

/// <summary>Records a profile of this process.</summary>
internal interface IProfileRecorder
{
    /// <summary>Records.</summary>
    /// <param name="length">How long.</param>
    /// <param name="end">Ends it before its time; what there is then is the profile.</param>
    Task<AsyncProfile> RecordAsync(TimeSpan length, CancellationToken end);
}
