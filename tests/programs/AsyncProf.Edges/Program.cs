using System.Globalization;
using System.Text.Json;
using Edges;
using Edges.Judging;

// list | truth | run [--rounds N] all|hostile|ordinary|NAME... | serve [--rounds N] | judge REPORT.json SAID.txt
// What ran is said at the end, in one line of JSON, with the times that it took. `serve` says "ready", runs what each line of its input names, and answers with such a line.
// `judge` reads the report of a recording of this program, and what the program said meanwhile, and prints how much of the truth is in the report.
int rounds = 3;
List<string> words = [.. args];
if (words.IndexOf("--rounds") is >= 0 and var at)
{
    rounds = int.Parse(words[at + 1], CultureInfo.InvariantCulture);
    words.RemoveRange(at, 2);
}

switch (words.FirstOrDefault())
{
    case "list":
        foreach (Pattern pattern in Patterns.All)
            Console.WriteLine(pattern.Name);
        return 0;
    case "truth":
        Console.WriteLine(JsonSerializer.Serialize(Patterns.All));
        return 0;
    case "run":
        Console.WriteLine(JsonSerializer.Serialize(Runner.Run([.. words.Skip(1).SelectMany(Patterns.Of)], rounds)));
        return 0;
    case "serve":
        Console.WriteLine("ready");
        while (Console.ReadLine() is { } line)
            Console.WriteLine(JsonSerializer.Serialize(Runner.Run([.. line.Split(' ').SelectMany(Patterns.Of)], rounds)));
        return 0;
    case "judge":
        Console.Write(VerdictTable.Of(Judge.Judged(File.ReadAllText(words[1]), File.ReadAllText(words[2]))));
        return 0;
    default:
        Console.Error.WriteLine("list, truth, run, serve or judge.");
        return 2;
}
