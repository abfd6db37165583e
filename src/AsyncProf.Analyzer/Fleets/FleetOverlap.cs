using System.Globalization;

namespace AsyncProf.Fleets;

/// <summary>Whether two sides of a store hold the same for the same time: a difference is then hidden in part or in whole, for what is slower is on both.</summary>
internal static class FleetOverlap
{
    /// <summary>How they overlap, as a sentence without an end; empty where they do not.</summary>
    /// <param name="from">The base.</param>
    /// <param name="to">The head.</param>
    /// <param name="bases">The base's instances.</param>
    /// <param name="heads">The head's.</param>
    public static string Of(Selector from, Selector to, IReadOnlyList<string> bases, IReadOnlyList<string> heads)
    {
        FleetWindow both = from.Window.Shared(to.Window);
        if (both.Length <= TimeSpan.Zero || from.Labels.Any(label => to[label.Key] is { } other && other != label.Value))
            return "";
        string[] instances = [.. bases.Intersect(heads, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        bool mayBeCut = Math.Max(bases.Count, heads.Count) >= FleetReader.MostUnits;
        if (instances.Length == 0 && !(mayBeCut && (from.Labels.All(to.Labels.Contains) || to.Labels.All(from.Labels.Contains))))
            return "";
        string what = instances switch
        {
            [] => "instances",
            [var one] => $"the instance {one}",
            _ => string.Create(CultureInfo.InvariantCulture, $"{instances.Length} instances, such as {instances[0]},"),
        };
        return $"both sides hold {what} from {both}. Give them a label of different values, such as {FleetLabels.Version}=, or times that do not meet";
    }
}
