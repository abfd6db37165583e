using AsyncProf.Capture;
using AsyncProf.Testing.Logs;
using AsyncProf.Workload;

// show FILE: prints a log without what differs from run to run.
if (args is ["show", var file])
{
    var names = new AsyncProf.Events.NameTable();
    Console.Write(CanonicalLog.Of(LogText.Read(file, names), names));
    return 0;
}

// serve: runs the programs that the standard input names, one a line, and says when each is done. Something is always pending.
if (args is ["serve"])
{
    Task pending = Pending.ForeverAsync();
    Console.WriteLine("ready");
    while (Console.ReadLine() is { } name)
    {
        OwnThread.Run(ProgramList.All[name]);
        Console.WriteLine("done");
    }

    return pending.IsCompleted ? 1 : 0;
}

// run NAME: runs one program. Before it, what every program needs is compiled and started: no answer knows how long a machine takes for that.
if (args is ["run", var program])
{
    OwnThread.Run(WarmUp.OnceAsync);
    OwnThread.Run(ProgramList.All[program]);
    return 0;
}

// record DIRECTORY [NAME...], or combinators DIRECTORY [NAME...]: runs programs one after the other and writes what the TPL said of each.
if (args is not ["record" or "combinators", var directory, .. var wanted])
{
    Console.Error.WriteLine("Usage: record DIRECTORY [NAME...] | combinators DIRECTORY [NAME...] | show FILE | run NAME | serve");
    return 2;
}

Directory.CreateDirectory(directory);
LogRecorder.Record(ProgramList.All["OneDelay"]); // the first one makes the TPL's source and compiles what all need
IReadOnlyDictionary<string, Func<Task>> programs = args[0] == "record" ? ProgramList.All : ProgramList.Combinators;
foreach ((string name, Func<Task> body) in programs.Where(pair => wanted.Length == 0 || wanted.Contains(pair.Key)))
    LogText.Write(Path.Combine(directory, name + ".log"), LogRecorder.Record(body), CaptureHub.Instance.Names);
return 0;
