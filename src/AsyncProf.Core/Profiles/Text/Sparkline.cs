using System.Text;

namespace AsyncProf.Profiles.Text;

/// <summary>Numbers as a line of small bars.</summary>
internal static class Sparkline
{
    private const string Bars = "▁▂▃▄▅▆▇█";

    private const char Unknown = ' ';

    /// <summary>One bar for each number, or the largest of several where there are more than cells. The lowest bar is zero, the highest the largest number.</summary>
    /// <param name="values">The numbers, none less than zero; not a number where nothing is known.</param>
    /// <param name="cells">How many bars at the most.</param>
    public static string Of(IReadOnlyList<double> values, int cells)
    {
        double most = values.Where(value => !double.IsNaN(value)).DefaultIfEmpty(0).Max();
        int count = Math.Min(cells, values.Count);
        var line = new StringBuilder(count);
        for (int cell = 0; cell < count; cell++)
        {
            double here = double.NaN;
            int until = Math.Max((int)((long)cell * values.Count / count) + 1, (int)((cell + 1L) * values.Count / count));
            for (int at = (int)((long)cell * values.Count / count); at < until; at++)
                here = double.IsNaN(here) || values[at] > here ? values[at] : here;
            line.Append(double.IsNaN(here) ? Unknown : most <= 0 ? Bars[0] : Bars[(int)Math.Round(here / most * (Bars.Length - 1))]);
        }

        return line.ToString();
    }
}
