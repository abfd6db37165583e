using AsyncProf.Capture;
using AsyncProf.Testing.Logs;
using AsyncProf.Workload;

/// <summary>What is done with logs: needs the product's own capture.</summary>
internal partial class Program
{
    static partial void Log(string[] args, ref int code)
    {
        // show FILE: prints a log without what differs from run to run.
        if (args is ["show", var file])
        {
            var names = new AsyncProf.Events.NameTable();
            Console.Write(CanonicalLog.Of(LogText.Read(file, names), names));
            code = 0;
            return;
        }

        // record DIRECTORY [NAME...], or combinators DIRECTORY [NAME...]: runs programs one after the other and writes what the TPL said of each.
        if (args is not ["record" or "combinators", var directory, .. var wanted])
            return;
        Directory.CreateDirectory(directory);
        LogRecorder.Record(ProgramList.All["OneDelay"]); // the first one makes the TPL's source and compiles what all need
        IReadOnlyDictionary<string, Func<Task>> programs = args[0] == "record" ? ProgramList.All : ProgramList.Combinators;
        foreach ((string name, Func<Task> body) in programs.Where(pair => wanted.Length == 0 || wanted.Contains(pair.Key)))
            LogText.Write(Path.Combine(directory, name + ".log"), LogRecorder.Record(body), CaptureHub.Instance.Names);
        code = 0;
    }
}
