using System.Collections;
using System.Diagnostics.Tracing;
using System.Reflection;

namespace AsyncProf.Agent.Tests.Direct;

/// <summary>Everything of the library's event source that a command, or we, may change, as text; found without the code under test.</summary>
internal static class SourceFields
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly Type TplType = typeof(object).Assembly.GetType("System.Threading.Tasks.TplEventSource")!;

    public static EventSource Source { get; } = (EventSource)TplType.GetField("Log", Any)!.GetValue(null)!;

    public static string Read()
    {
        object provider = Of(Of(Source, typeof(EventSource), "m_eventPipeProvider")!, "_eventProvider")!;
        IEnumerable<string> source = new[] { "m_eventSourceEnabled", "m_level", "m_matchAnyKeyword" }.Select(field => $"{field}={Of(Source, typeof(EventSource), field)}");
        IEnumerable<string> standing = new[] { "_enabled", "_level", "_anyKeywordMask" }.Select(field => $"{field}={Of(provider, provider.GetType().BaseType!, field)}");
        IEnumerable<string> library = new[] { "TasksSetActivityIds", "Debug", "DebugActivityId" }.Select(field => $"{field}={TplType.GetField(field, Any)!.GetValue(Source)}");
        return $"{string.Join(' ', source)}\n{provider.GetType().Name} {string.Join(' ', standing)}\n{string.Join(' ', library)}\nlisteners {Flags("EnabledForAnyListener")}\nsessions {Flags("EnabledForEventPipe")}";
    }

    private static string Flags(string flag) => string.Join(',', Metadata().Where(of => of.Data is { } data && (bool)Of(data, flag)!).Select(of => of.Id));

    private static IEnumerable<(int Id, object? Data)> Metadata() => Of(Source, typeof(EventSource), "m_eventData") switch
    {
        Array table => table.Cast<object>().Select((data, id) => (id, (object?)data)),
        IDictionary table => table.Keys.Cast<int>().Order().Select(id => (id, table[id])),
        _ => [],
    };

    private static object? Of(object owner, string field) => Of(owner, owner.GetType(), field);

    private static object? Of(object owner, Type? type, string field)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type.GetField(field, Any) is { } found)
                return found.GetValue(owner);
        }

        throw new MissingFieldException(field);
    }
}
