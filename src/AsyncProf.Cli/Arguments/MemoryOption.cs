using System.CommandLine;
using System.Globalization;
using AsyncProf.Budgets;
using AsyncProf.Cli.Output;

namespace AsyncProf.Cli.Arguments;

/// <summary>The option <c>--memory</c>: how much memory what is read may take.</summary>
/// <param name="description">What it limits, as a sentence.</param>
/// <param name="otherwise">The default, in bytes.</param>
internal sealed class MemoryOption(string description = "How much memory the files may take, estimated.", long otherwise = MemoryBudget.DefaultLimit)
{
    /// <summary>Of the 4 GiB that this program's heap may have, a part is for what is made of the files.</summary>
    public const long Most = 3L << 30;

    private const long Least = 16L << 20;

    private static readonly (string Unit, int Shift)[] Units = [("MiB", 20), ("GiB", 30), ("M", 20), ("G", 30)];

    private readonly Option<string> _option = new("--memory")
    {
        Description = FormattableString.Invariant($"{description} Default: {otherwise >> 20}MiB."),
        HelpName = "SIZE",
    };

    public void AddTo(Command command) => command.Add(_option);

    /// <summary>In bytes.</summary>
    /// <exception cref="UserError">It is no size, or none that makes sense.</exception>
    public long Read(ParseResult parsed)
    {
        if (parsed.GetValue(_option) is not { } text)
            return otherwise;
        foreach ((string unit, int shift) in Units)
        {
            if (text.EndsWith(unit, StringComparison.OrdinalIgnoreCase)
                && long.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long count)
                && count <= Most >> shift && count << shift is >= Least and var bytes)
            {
                return bytes;
            }
        }

        throw new UserError($"{_option.Name} must be a size such as 512MiB or 2GiB, from 16MiB to 3GiB; it is {text}.");
    }
}
