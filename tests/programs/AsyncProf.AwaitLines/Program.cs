using AwaitLines;

// [ROUNDS]: runs all shapes so often, and says at its end, in one line of JSON, how often each await suspended.
int rounds = args.Length > 0 ? int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture) : 20;
for (int i = 0; i < rounds; i++)
{
    await new Statements().RunAsync();
    await new Expressions().RunAsync();
    await new Functions<string>("x").RunAsync();
    await new Silent().RunAsync();
    await new Iterators().RunAsync();
    await new Waits().RunAsync();
    await new Streams().RunAsync();
}

Console.WriteLine(Truth.ToJson());
