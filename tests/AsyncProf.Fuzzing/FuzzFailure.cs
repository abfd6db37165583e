using System.Globalization;
using System.Security.Cryptography;

namespace AsyncProf.Fuzzing;

/// <summary>An input that failed.</summary>
/// <param name="Kind">How.</param>
/// <param name="Number">Which of the run it was.</param>
/// <param name="Input">Its bytes.</param>
/// <param name="Why">What was seen.</param>
internal sealed record FuzzFailure(FuzzFailureKind Kind, int Number, byte[] Input, string Why)
{
    /// <summary>What it is called in a corpus: how it failed, and what is in it.</summary>
    public string FileName => string.Create(CultureInfo.InvariantCulture, $"{Kind}-{Convert.ToHexStringLower(SHA256.HashData(Input))[..12]}");

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{FileName}: input {Number}, {Input.Length} bytes: {Why}");
}
