using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Decoding;

/// <summary>A damaged recording can say any time, and what is added up of such times is no number any more; as in a profile that is read, they are refused.</summary>
internal static class BelievableTimes
{
    private const string Refused = "its times add up to more than 292 years";

    /// <summary>Adds up.</summary>
    /// <param name="build">Makes the profile.</param>
    /// <exception cref="InvalidDataException">Its times cannot be.</exception>
    public static AsyncProfile Of(Func<AsyncProfile> build)
    {
        try
        {
            AsyncProfile profile = build();
            Int128 total = 0;
            foreach (StackCharge sample in profile.Data.Samples)
                total += sample.Sums.Total;
            return total <= long.MaxValue ? profile : throw new InvalidDataException(Refused);
        }
        catch (OverflowException exception)
        {
            throw new InvalidDataException(Refused, exception);
        }
    }
}
