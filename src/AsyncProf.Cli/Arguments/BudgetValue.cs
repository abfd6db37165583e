using AsyncProf.Cli.Output;

namespace AsyncProf.Cli.Arguments;

/// <summary>The share of the CPU that a recording may use, as people write it.</summary>
internal static class BudgetValue
{
    private const double Least = 0.001, Most = 1;

    /// <summary>The share, 0.001 to 1; null if there is none.</summary>
    /// <exception cref="UserError">It is no such share.</exception>
    public static double? Parse(string option, string? text) => ShareValue.Parse(option, text) is not { } share ? null
        : share is >= Least and <= Most ? share
        : throw new UserError($"{option} must be 0.001 to 1, or 0.1% to 100%; it is {text}.");
}
