using System.Globalization;

namespace AsyncProf.Fleets;

/// <summary>What a slice of time is called where it is shown.</summary>
internal static class SliceName
{
    /// <summary>The name of a slice: when it begins.</summary>
    public static string Of(FleetWindow slice) => Of(slice.Since);

    /// <summary>A moment.</summary>
    public static string Of(DateTime moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
