namespace AsyncProf.Fleets;

/// <summary>Which part of a store is a side: labels that all must hold, and from when to when.</summary>
/// <param name="Text">As it was written.</param>
/// <param name="Labels">Labels with their values: <c>service</c>, <c>version</c>, <c>environment</c>, <c>instance</c>, and any that the store knows by its own name.</param>
/// <param name="Window">From when to when.</param>
internal sealed record Selector(string Text, IReadOnlyList<KeyValuePair<string, string>> Labels, FleetWindow Window)
{
    private const int MostLabels = 16, LongestKey = 256, LongestValue = 1024;

    private const string Since = "since", Until = "until";

    /// <summary>What is asked for where nothing says since when.</summary>
    private static readonly TimeSpan UsualLength = TimeSpan.FromDays(1);

    /// <summary>The value of a label; null where it does not matter.</summary>
    public string? this[string key] => Labels.FirstOrDefault(label => label.Key == key) is { Key: not null } found ? found.Value : null;

    /// <summary>The same for one service.</summary>
    public Selector Of(string service) => this with { Labels = [new(FleetLabels.Service, service), .. Labels.Where(label => label.Key != FleetLabels.Service)] };

    /// <summary>Reads one: <c>key=value[,key=value]</c>.</summary>
    /// <param name="option">What it is the value of, to say so.</param>
    /// <param name="text">The text.</param>
    /// <param name="since">Since when, if it does not say so itself; null for a day.</param>
    /// <param name="until">Until when, if it does not say so itself; null for now.</param>
    /// <param name="now">The time, in UTC.</param>
    /// <exception cref="FleetException">It is none.</exception>
    public static Selector Parse(string option, string text, string? since, string? until, DateTime now)
    {
        var labels = new List<KeyValuePair<string, string>>();
        (string sinceOption, string untilOption) = ("--since", "--until");
        foreach (string pair in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            (string key, string value) = pair.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? (pair[..at].Trim(), pair[(at + 1)..].Trim()) : (pair, "");
            if (value.Length is 0 or > LongestValue || key.Length > LongestKey || pair.Any(char.IsControl))
                throw new FleetException($"{option} must be labels such as service=shop,version=1.4; it is {text}.");
            if (key == Since)
                (since, sinceOption) = (value, $"since in {option}");
            else if (key == Until)
                (until, untilOption) = (value, $"until in {option}");
            else if (labels.Any(label => label.Key == key))
                throw new FleetException($"{option} names {key} twice: all labels of a side must hold.");
            else
                labels.Add(new(key, value));
        }

        if (labels.Count is 0 or > MostLabels)
            throw new FleetException($"{option} must be one to {MostLabels} labels such as service=shop,version=1.4; it is {(text.Length == 0 ? "empty" : text)}.");
        DateTime end = until is null ? now : FleetTime.Parse(untilOption, until, now), begin = since is null ? end - UsualLength : FleetTime.Parse(sinceOption, since, now);
        return begin < end ? new Selector(text, labels, new FleetWindow(begin, end)) : throw new FleetException($"{sinceOption} must be before {untilOption}.");
    }
}
