using System.Diagnostics.Tracing;
using AsyncProf.Events.Tpl;

namespace AsyncProf.Capture;

/// <summary>Listens to the Task Parallel Library and hears nothing: events are on, and what that costs can be tried.</summary>
internal sealed class DeafListener : SourceListener
{
    public DeafListener()
        : base(TplEvents.SourceName, TplEvents.Keywords) => Begin();

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
    }
}
