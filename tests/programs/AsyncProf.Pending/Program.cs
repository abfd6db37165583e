using System.Runtime.CompilerServices;

namespace Pending;

/// <summary>Begins every form, says what is true of each, and waits for a line. With a number: so many chains instead. With <c>lost</c>: operations of which some can be completed by nothing; with <c>kept</c>: operations that keep objects of known sizes; with <c>churn</c>: the same while others are made; with <c>starved</c>: one for which no thread is left.</summary>
internal static class Program
{
    private static readonly Dictionary<string, int> Lines = [];

    public static void Main(string[] arguments)
    {
        if (arguments is ["lost"])
        {
            var beginning = new Thread(() =>
            {
                foreach ((string method, bool isLost) in Lost.Begin())
                    Console.WriteLine($"{method}\t{isLost}");
            });
            beginning.Start();
            beginning.Join(); // with its stack, on which some may be left
            Thread.Sleep(300);
            Console.WriteLine("ready");
            Console.ReadLine();
            Environment.Exit(0);
        }

        if (arguments is ["kept"])
        {
            var beginning = new Thread(Keeping.Begin);
            beginning.Start();
            beginning.Join(); // with its stack, on which some may be left
            beginning = new Thread(Keeping.BeginThreads);
            beginning.Start();
            beginning.Join();
            Thread.Sleep(300);
            foreach ((string[] frames, (string Name, int Bytes, int Objects)[] own, int shared, int sharers) in Keeping.All)
                Console.WriteLine($"{string.Join('|', frames)}\t{string.Join(' ', own.Select(local => $"{local.Name}={local.Bytes}/{local.Objects}"))}\t{shared}\t{sharers}");
            Console.WriteLine("ready");
            Console.ReadLine();
            Environment.Exit(0);
        }

        if (arguments is ["churn"])
        {
            Churn.Begin();
            Console.WriteLine("ready");
            Console.ReadLine();
            Environment.Exit(0);
        }

        if (arguments is ["starved"])
        {
            Starved.Begin();
            Console.WriteLine("ready");
            Console.ReadLine();
            Environment.Exit(0);
        }

        if (arguments is [var chains])
        {
            Task[] pending = Many.Begin(int.Parse(chains, System.Globalization.CultureInfo.InvariantCulture));
            Console.WriteLine("ready");
            Console.ReadLine();
            GC.KeepAlive(pending);
            return;
        }

        foreach ((string name, string[] frames, string leaf, Action begin) in Forms.All)
        {
            begin();
            Console.WriteLine($"{name}\t{string.Join('|', frames)}\t{leaf}");
        }

        Thread.Sleep(300); // what goes on elsewhere gets to where it waits
        foreach ((string method, int line) in Lines)
            Console.WriteLine($"line\t{method}\t{line}");
        Console.WriteLine("ready");
        Console.ReadLine();
        Environment.Exit(0);
    }

    /// <summary>The method's await is on this line.</summary>
    public static void Here([CallerMemberName] string method = "", [CallerLineNumber] int line = 0)
    {
        lock (Lines)
            Lines[method] = line;
    }
}
