using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace AsyncProf.Answers;

/// <summary>How long a profile is asked for.</summary>
internal static class AskedSeconds
{
    private const int Longest = 16;

    /// <summary>Reads it. Of several the first counts: some who fetch profiles repeat it.</summary>
    /// <param name="query">The query.</param>
    /// <param name="options">What is usual and what is allowed.</param>
    /// <param name="length">How long.</param>
    /// <returns>What is wrong with it, as a sentence; null if nothing is.</returns>
    public static string? Read(IQueryCollection query, AsyncProfEndpointOptions options, out TimeSpan length)
    {
        length = TimeSpan.FromSeconds(options.DefaultSeconds);
        StringValues values = query["seconds"];
        if (values.Count == 0)
            return null;
        string text = values[0] ?? "";
        // Parsing passes over NULs at the end.
        bool isNumber = text.Length <= Longest && !text.Contains('\0', StringComparison.Ordinal) && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && Set(seconds, options, ref length);
        return isNumber ? null : FormattableString.Invariant($"seconds must be a number from 0.1 to {options.MaximumSeconds}.");
    }

    private static bool Set(double seconds, AsyncProfEndpointOptions options, ref TimeSpan length)
    {
        if (!(seconds >= 0.1 && seconds <= options.MaximumSeconds))
            return false;
        length = TimeSpan.FromMilliseconds(Math.Round(seconds * 1000)); // those who ask for as much share it
        return true;
    }
}
