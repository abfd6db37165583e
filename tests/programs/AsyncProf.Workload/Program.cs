using AsyncProf.Workload;

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

int code = 2;
Log(args, ref code);
if (code == 2)
    Console.Error.WriteLine("Usage: record DIRECTORY [NAME...] | combinators DIRECTORY [NAME...] | show FILE | run NAME | serve");
return code;

internal partial class Program
{
    static partial void Log(string[] args, ref int code);
}
