using AsyncProf.Profiles;

namespace AsyncProf.AspNetCore.Tests.Apps;

/// <summary>A profile as it came over the network.</summary>
internal static class FetchedProfile
{
    /// <summary>Reads it.</summary>
    public static AsyncProfile Load(byte[] body)
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, body);
            return AsyncProfile.Load(file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
