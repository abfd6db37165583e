using System.Globalization;

namespace Layers;

/// <summary>What the command line asks for.</summary>
internal sealed record LoadOptions
{
    /// <summary>Requests in all; 0 for no limit.</summary>
    public long Calls { get; init; }

    /// <summary>How long; zero for no limit.</summary>
    public TimeSpan Time { get; init; }

    /// <summary>Requests at a time.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>Requests each second; 0 for as many as there can be.</summary>
    public int PerSecond { get; init; }

    /// <summary>Whether it works until its input ends, and answers each line of it with the counts so far.</summary>
    public bool Waits { get; init; }

    public static LoadOptions Parse(string[] args)
    {
        var options = new LoadOptions();
        for (int i = 0; i < args.Length; i++)
        {
            options = args[i] switch
            {
                "--calls" => options with { Calls = Number(args[++i]) },
                "--seconds" => options with { Time = TimeSpan.FromSeconds(Number(args[++i])) },
                "--concurrency" => options with { Concurrency = Number(args[++i]) },
                "--rate" => options with { PerSecond = Number(args[++i]) },
                "--wait" => options with { Waits = true },
                _ => throw new ArgumentException($"{args[i]} is not an option."),
            };
        }

        return options.Calls > 0 || options.Waits || options.Time > TimeSpan.Zero ? options : options with { Calls = 1_000 };
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
