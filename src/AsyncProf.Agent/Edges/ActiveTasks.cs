using System.Diagnostics;

namespace AsyncProf.Edges;

/// <summary>
/// The runtime's table of active tasks, on for as long as somebody needs it. What is in it stays alive, so it is renewed from time to time and given up when it grows too large. A table that
/// a debugger has asked for is only read.
/// </summary>
/// <param name="maximum">How many tasks it may hold.</param>
internal sealed class ActiveTasks(int maximum = 250_000)
{
    private static readonly long LongestTicks = Stopwatch.Frequency * 600;

    private Dictionary<int, Task>? _before;
    private bool _isOurs;
    private long _since;

    /// <summary>How many tasks it may hold.</summary>
    public int Maximum => maximum;

    /// <summary>Has the runtime keep the table, if it does not.</summary>
    public void SwitchOn()
    {
        _isOurs = !TaskMembers.KeepsTable;
        if (!_isOurs)
            return;
        _since = Stopwatch.GetTimestamp();
        _before = TaskMembers.Exchange([]);
        TaskMembers.KeepsTable = true;
    }

    /// <summary>Leaves all as it was. What others put into our table meanwhile goes with it.</summary>
    public void SwitchOff()
    {
        if (!_isOurs)
            return;
        _isOurs = false;
        if (Debugger.IsAttached)
            return; // it came while ours was on, and reads it now
        TaskMembers.KeepsTable = false;
        TaskMembers.Exchange(_before ?? []); // never null again: a thread of the app may be just about to use it
        _before = null;
    }

    /// <summary>Lets go of tasks that have been in it for long; false if there are too many. Any thread, now and then.</summary>
    public bool Tend(long now)
    {
        if (!_isOurs || Debugger.IsAttached)
            return true;
        if (TaskMembers.CountOfTable() > maximum)
            return false;
        if (now - _since > LongestTicks)
        {
            _since = now;
            TaskMembers.Exchange([]);
        }

        return true;
    }
}
