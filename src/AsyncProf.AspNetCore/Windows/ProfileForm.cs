using AsyncProf.Profiles;

namespace AsyncProf.Windows;

/// <summary>A form that a profile is answered in.</summary>
/// <param name="Type">Its content's type.</param>
/// <param name="Policy">What a browser that shows it allows it.</param>
/// <param name="File">The name of the file that it is saved as; null where it is shown.</param>
/// <param name="Write">Writes it.</param>
internal sealed record ProfileForm(string Type, string Policy, string? File, Action<AsyncProfile, Stream> Write);
