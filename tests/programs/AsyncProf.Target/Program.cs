using AsyncProf.Target;

// serve: does its work for ever, and answers lines; ends with its input. idle: only answers. listen: serves, and listens to every event source there is.
// steady SEED: serves, and its work is a steady load of many workers.
// allocate, compute: allocate or use the processors by known amounts, and end.
// end HOW: works a little, and ends in one of several ways.
// grows: allocates what it says for some seconds, collects, and says what it measured of itself.
// collects N: keeps N thousand objects alive and collects often.
// waits: holds threads in known ways, and says for how long. turns N: two threads wait for each other N times.
// sampled: runs what is known to who samples threads, and ends.
if (args is ["sampled"])
    return await Sampled.RunAsync();
if (args is ["allocate"])
    return await Used.AllocateAsync();
if (args is ["compute"])
    return await Used.ComputeAsync();
if (args is ["waits"])
    return await Waiting.RunAsync();
if (args is ["turns", var turns])
    return await Waiting.TakeTurnsAsync(int.Parse(turns, System.Globalization.CultureInfo.InvariantCulture));
if (args is ["grows"])
    return await Growing.RunAsync();
if (args is ["collects", var thousands])
    return await Collecting.RunAsync(int.Parse(thousands, System.Globalization.CultureInfo.InvariantCulture));
if (args is ["end", var how, ..]) // what follows is for who looks for the process
    return await Ending.RunAsync(how);

using EverySource? listener = args is ["listen"] ? new EverySource() : null;
Task working = args switch
{
    ["idle"] => Task.CompletedTask,
    ["steady", var seed] => Steady.ForeverAsync(int.Parse(seed, System.Globalization.CultureInfo.InvariantCulture)),
    _ => Work.ForeverAsync(),
};
await Console.Out.WriteLineAsync("ready");
while (await Console.In.ReadLineAsync() is { } line)
{
    await Console.Out.WriteLineAsync(line.Split(' ') switch
    {
        ["square", var number] => (await Work.SquareAsync(int.Parse(number, System.Globalization.CultureInfo.InvariantCulture))).ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["squares", var count] => (await Work.SquaresAsync(int.Parse(count, System.Globalization.CultureInfo.InvariantCulture))).ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["hold"] => Held.Begin(),
        ["wait"] => await Waiting.OnceAsync(),
        ["release"] => await Held.ReleaseAsync(),
        ["waited"] => Steady.Waited,
        ["turns"] => Steady.Turns.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["allocated"] => GC.GetTotalAllocatedBytes(precise: true).ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["types"] => Census.Types(),
        ["size"] => Census.Size(),
        ["events"] => Census.IsListenedTo() ? "on" : "off",
        _ => "?",
    });
}

return working.IsFaulted ? 1 : 0;
