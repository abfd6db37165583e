using System.Text.Json;
using AsyncProf.Testing;

namespace AsyncProf.EndToEnd.Tests.Recording;

/// <summary>The program of many layers that repeats its short names, and counts its calls itself.</summary>
internal static class LayersTarget
{
    public const string Name = "AsyncProf.Layers";

    /// <summary>Its pooled methods only yield, and send no events.</summary>
    private static readonly string[] Silent = ["Layers.OrderReader.ReadAsync", "Layers.ProductReader.ReadAsync"];

    /// <summary>Its methods that serve a route are the requests, by their names.</summary>
    private static readonly Dictionary<string, string> Routes = new()
    {
        ["Layers.Routes.OrderAsync"] = "GET /orders/{id}",
        ["Layers.Routes.CustomerAsync"] = "GET /customers/{id}",
        ["Layers.Routes.ProductsAsync"] = "GET /products",
        ["Layers.Routes.PlaceAsync"] = "POST /orders",
    };

    /// <summary>The program for a framework, built beside these tests.</summary>
    public static string Program(string framework)
    {
        string configuration = Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))!);
        return Path.Combine(Repository.Root, "tests/programs", Name, "bin", configuration, framework, Name);
    }

    /// <summary>The program at work at a steady pace, until its input ends.</summary>
    public static async Task<RunningProgram> StartAsync(string framework)
    {
        RunningProgram target = RunningProgram.Start(Program(framework), "--wait", "--rate", "800");
        Assert.Equal("ready", await target.ReadLineAsync());
        return target;
    }

    /// <summary>How often each method has been called so far.</summary>
    public static async Task<Dictionary<string, long>> CountAsync(RunningProgram target) =>
        Counts(await target.AskAsync("count") ?? throw new InvalidOperationException("The program has ended instead of counting; its standard error says why."));

    /// <summary>How often each method has been called, from what the program says.</summary>
    public static Dictionary<string, long> Counts(string output)
    {
        using JsonDocument counts = JsonDocument.Parse(output.Split('\n').Single(line => line.StartsWith('{')));
        return counts.RootElement.GetProperty("calls").EnumerateObject().ToDictionary(owner => owner.Name, owner => owner.Value.GetInt64());
    }

    /// <summary>The same by the names that a report has for them, without those that it cannot know of.</summary>
    public static Dictionary<string, long> AsReported(Dictionary<string, long> counts) =>
        counts.Where(pair => !Silent.Contains(pair.Key)).ToDictionary(pair => Routes.GetValueOrDefault(pair.Key, pair.Key), pair => pair.Value);
}
