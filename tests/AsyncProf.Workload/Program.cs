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

// record DIRECTORY [NAME...]: runs programs one after the other and writes what the TPL said of each.
if (args is not ["record", var directory, .. var wanted])
{
    Console.Error.WriteLine("Usage: record DIRECTORY [NAME...]");
    return 2;
}

Directory.CreateDirectory(directory);
LogRecorder.Record(ProgramList.All["S9"]); // the first one makes the TPL's source and compiles what all need
foreach ((string name, Func<Task> program) in ProgramList.All.Where(pair => wanted.Length == 0 || wanted.Contains(pair.Key)))
    LogText.Write(Path.Combine(directory, name + ".log"), LogRecorder.Record(program), CaptureHub.Instance.Names);
return 0;
