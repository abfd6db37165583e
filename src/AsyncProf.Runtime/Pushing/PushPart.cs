namespace AsyncProf.Pushing;

/// <summary>A profile, or a part of one, as it is pushed.</summary>
/// <param name="Profile">The <c>profile.proto</c>, gzipped.</param>
/// <param name="StartUtc">When it begins.</param>
/// <param name="Duration">How much time it covers.</param>
internal sealed record PushPart(byte[] Profile, DateTime StartUtc, TimeSpan Duration);
