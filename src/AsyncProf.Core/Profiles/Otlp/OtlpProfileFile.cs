namespace AsyncProf.Profiles.Otlp;

/// <summary>Profiles as OTLP: the message <c>ProfilesData</c>, as a file holds it and a request.</summary>
internal static class OtlpProfileFile
{
    /// <summary>Writes a profile. The same profile gives the same bytes.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="options">How.</param>
    /// <param name="output">Where it goes; it stays open.</param>
    public static void Write(AsyncProfile profile, OtlpProfileOptions options, Stream output) => output.Write(OtlpProfileWriter.Write(profile, options));
}
