using System.Diagnostics.Tracing;

namespace AsyncProf.Target;

/// <summary>A listener such as some apps have, which wants everything.</summary>
internal sealed class EverySource : EventListener
{
    protected override void OnEventSourceCreated(EventSource eventSource) => EnableEvents(eventSource, EventLevel.Informational, EventKeywords.All);
}
