using System.Globalization;
using System.Text.Json;
using Edges;
using Edges.Judging;

// list | truth | run [--rounds N] [--lanes N] all|hostile|ordinary|NAME... | serve [--rounds N] [--lanes N] | judge REPORT.json SAID.txt
// What ran is said at the end, in one line of JSON, with the times that it took. `serve` says "ready", runs what each line of its input names, and answers with such a line.
// `judge` reads the report of a recording of this program, and what the program said meanwhile, and prints how much of the truth is in the report.
List<string> words = [.. args];
int rounds = Taken("--rounds", 3), lanes = Taken("--lanes", 1);
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
        Console.WriteLine(Said(words.Skip(1)));
        return 0;
    case "serve":
        Console.WriteLine("ready");
        while (Console.ReadLine() is { } line)
            Console.WriteLine(Said(line.Split(' ')));
        return 0;
    case "judge":
        Console.Write(VerdictTable.Of(Judge.Judged(File.ReadAllText(words[1]), File.ReadAllText(words[2]))));
        return 0;
    default:
        Console.Error.WriteLine("list, truth, run, serve or judge.");
        return 2;
}

string Said(IEnumerable<string> names) => JsonSerializer.Serialize(Runner.Run([.. names.SelectMany(Patterns.Of)], rounds, lanes));

int Taken(string option, int otherwise)
{
    int at = words.IndexOf(option);
    if (at < 0)
        return otherwise;
    int value = int.Parse(words[at + 1], CultureInfo.InvariantCulture);
    words.RemoveRange(at, 2);
    return value;
}
