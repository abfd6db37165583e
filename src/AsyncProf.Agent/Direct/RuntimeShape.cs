using System.Collections;
using System.Diagnostics.Tracing;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace AsyncProf.Direct;

/// <summary>
/// The members of the runtime that lie behind an event source, each checked to be what it was on the runtimes on which this was proved: .NET 8 to 11.
/// Where one is not, nothing of them is touched.
/// </summary>
internal sealed class RuntimeShape
{
    /// <summary>The method of a provider that gets the events.</summary>
    public const string WriteMethod = "EventWriteTransfer";

    /// <summary>The method of a provider that is told that nobody listens any more.</summary>
    public const string DisableMethod = "Disable";

    /// <summary>What stands in a source where nobody has put anything else.</summary>
    public const string OrdinaryProvider = "EventPipeEventProvider";

    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
    private const int OldestProven = 8, NewestProven = 11;
    private const int EventPipe = 2;

    /// <summary>What a provider's virtual methods were, with all alternatives.</summary>
    private static readonly HashSet<string> Virtuals =
    [
        "Void HandleEnableNotification(System.Diagnostics.Tracing.EventProvider, Byte*, Byte, Int64, Int64, EVENT_FILTER_DESCRIPTOR*)",
        "Void Disable()",
        "Void Register(System.Guid, System.String)",
        "Void Register(System.Diagnostics.Tracing.EventSource)",
        "Void Unregister()",
        "WriteEventErrorCode EventWriteTransfer(System.Diagnostics.Tracing.EventDescriptor ByRef, IntPtr, System.Guid*, System.Guid*, Int32, EventData*)",
        "IntPtr DefineEventHandle(UInt32, System.String, Int64, UInt32, UInt32, Byte*, UInt32)",
    ];

    private const int VirtualCount = 6;

    private readonly FieldInfo _pipe, _standing, _level, _keywords, _isOn, _events, _providerIsOn, _providerLevel, _providerKeywords;
    private readonly FieldInfo _commandIsOn, _commandLevel, _commandKeywords, _commandListener, _forListener, _forEtw;
    private readonly MethodInfo _send, _enableEvent, _matches, _told;
    private readonly object _pipeKind;

    private readonly string[] _hidden;

    private RuntimeShape(string[] hidden)
    {
        _hidden = hidden;
        Type source = typeof(EventSource), command = typeof(EventCommandEventArgs);
        Type tpl = Core("System.Threading.Tasks.TplEventSource"), kind = Core("System.Diagnostics.Tracing.EventProviderType"), owner = Core("System.Diagnostics.Tracing.EventProvider");
        Type descriptor = Core("System.Diagnostics.Tracing.EventDescriptor"), metadata = Core("System.Diagnostics.Tracing.EventSource+EventMetadata");
        Provider = Core("System.Diagnostics.Tracing.EventProviderImpl");
        Overridables = [.. Provider.GetMethods(Any).Where(method => method.IsVirtual)];
        if (Provider.IsSealed || Provider.BaseType != typeof(object) || Provider.GetConstructor(Type.EmptyTypes) is null)
            throw new MissingMemberException(Provider.Name, "its constructor");
        if (Overridables.FirstOrDefault(method => !Virtuals.Contains(method.ToString()!) || method.IsAbstract || method.IsFinal) is { } other)
            throw new MissingMemberException(Provider.Name, other.ToString());
        if (Overridables.Count != VirtualCount)
            throw new MissingMemberException(Provider.Name, "a virtual method");

        Source = (EventSource)(Field(tpl, "Log", tpl).GetValue(null) ?? throw new MissingMemberException(tpl.Name, "Log"));
        ListenersLock = typeof(EventListener).GetProperty("EventListenersLock", Any)?.GetValue(null) ?? throw new MissingMemberException(nameof(EventListener), "EventListenersLock");
        EventId = Method(descriptor, "Int32 get_EventId()");
        _pipe = Field(source, "m_eventPipeProvider", owner);
        _standing = Field(owner, "_eventProvider", Provider);
        _level = Field(source, "m_level", typeof(EventLevel));
        _keywords = Field(source, "m_matchAnyKeyword", typeof(EventKeywords));
        _isOn = Field(source, "m_eventSourceEnabled", typeof(bool));
        _events = Field(source, "m_eventData", typeof(IEnumerable));
        _providerIsOn = Field(Provider, "_enabled", typeof(bool));
        _providerLevel = Field(Provider, "_level", typeof(byte));
        _providerKeywords = Field(Provider, "_anyKeywordMask", typeof(long));
        _commandIsOn = Field(command, "enable", typeof(bool));
        _commandLevel = Field(command, "level", typeof(EventLevel));
        _commandKeywords = Field(command, "matchAnyKeyword", typeof(EventKeywords));
        _commandListener = Field(command, "listener", typeof(EventListener));
        _forListener = Field(metadata, "EnabledForAnyListener", typeof(bool));
        _forEtw = Field(metadata, "EnabledForETW", typeof(bool));
        Field(metadata, "EnabledForEventPipe", typeof(bool));
        _send = Method(
            source,
            "Void SendCommand(System.Diagnostics.Tracing.EventListener, System.Diagnostics.Tracing.EventProviderType, Int32, System.Diagnostics.Tracing.EventCommand, Boolean, System.Diagnostics.Tracing.EventLevel, System.Diagnostics.Tracing.EventKeywords, System.Collections.Generic.IDictionary`2[System.String,System.String])");
        _enableEvent = Method(source, "Boolean EnableEventForDispatcher(System.Diagnostics.Tracing.EventDispatcher, System.Diagnostics.Tracing.EventProviderType, Int32, Boolean)");
        _matches = Method(source, "Boolean IsEnabledByDefault(Int32, Boolean, System.Diagnostics.Tracing.EventLevel, System.Diagnostics.Tracing.EventKeywords)");
        _told = Method(tpl, "Void OnEventCommand(System.Diagnostics.Tracing.EventCommandEventArgs)");
        _pipeKind = Enum.ToObject(kind, EventPipe);
        if (_pipeKind.ToString() != nameof(EventPipe))
            throw new MissingMemberException(kind.Name, nameof(EventPipe));
        if (_events.FieldType is var table && table != metadata.MakeArrayType() && table != typeof(Dictionary<,>).MakeGenericType(typeof(int), metadata))
            throw new MissingMemberException(source.Name, _events.Name);
        CheckField(Core("System.Diagnostics.Tracing.EventProvider+EventData"));
    }

    /// <summary>The type that a provider derives from.</summary>
    public Type Provider { get; }

    /// <summary>Its virtual methods.</summary>
    public IReadOnlyList<MethodInfo> Overridables { get; }

    /// <summary>Tells the number of an event by its descriptor.</summary>
    public MethodInfo EventId { get; }

    /// <summary>The source of the Task Parallel Library.</summary>
    public EventSource Source { get; }

    /// <summary>What the runtime holds while it carries out anybody's command.</summary>
    public object ListenersLock { get; }

    /// <summary>Finds the members; null where this runtime is another than those on which this was proved.</summary>
    /// <param name="why">Then, what differs.</param>
    /// <param name="hidden">Names of members that are not to be found, as on another runtime.</param>
    public static RuntimeShape? TryBind(out string why, params string[] hidden)
    {
        why = "";
        if (Environment.Version.Major is < OldestProven or > NewestProven)
            why = $"not proved on .NET {Environment.Version.Major}";
        else if (!RuntimeFeature.IsDynamicCodeSupported)
            why = "this process cannot make code";
        if (why.Length > 0)
            return null;
        try
        {
            return new RuntimeShape(hidden);
        }
        catch (Exception exception) when (exception is MemberAccessException or TypeLoadException or NotSupportedException or TargetInvocationException)
        {
            why = $"this runtime is not as expected: {exception.Message}";
            return null;
        }
    }

    /// <summary>What the source stands at.</summary>
    public SourceState State
    {
        get => new((bool)_isOn.GetValue(Source)!, (int)(EventLevel)_level.GetValue(Source)!, (long)(EventKeywords)_keywords.GetValue(Source)!);
        set
        {
            _level.SetValue(Source, (EventLevel)value.Level);
            _keywords.SetValue(Source, (EventKeywords)value.Keywords);
            _isOn.SetValue(Source, value.IsOn);
            _told.Invoke(Source, [null]); // the library's own copies of the flags
        }
    }

    /// <summary>What stands in the source's provider for EventPipe; null when the source is being shut down.</summary>
    public object? Standing
    {
        get => _pipe.GetValue(Source) is { } pipe ? _standing.GetValue(pipe) : null;
        set
        {
            if (_pipe.GetValue(Source) is { } pipe)
                _standing.SetValue(pipe, value);
        }
    }

    /// <summary>What a provider is asked for.</summary>
    public SourceState StateOf(object provider) => new((bool)_providerIsOn.GetValue(provider)!, (byte)_providerLevel.GetValue(provider)!, (long)_providerKeywords.GetValue(provider)!);

    /// <summary>Sets what a provider is asked for.</summary>
    public void Set(object provider, SourceState state)
    {
        _providerLevel.SetValue(provider, (byte)state.Level);
        _providerKeywords.SetValue(provider, state.Keywords);
        _providerIsOn.SetValue(provider, state.IsOn);
    }

    /// <summary>Has the runtime make the source ready for a session that asks for this, as for any other.</summary>
    public void Send(SourceState asked) => _send.Invoke(Source, [null, _pipeKind, 1, EventCommand.Update, true, (EventLevel)asked.Level, (EventKeywords)asked.Keywords, null]);

    /// <summary>What a command asked for.</summary>
    /// <param name="command">The command.</param>
    /// <param name="isListener">Whether a listener sent it.</param>
    public SourceState Asked(EventCommandEventArgs command, out bool isListener)
    {
        isListener = _commandListener.GetValue(command) is not null;
        return new((bool)_commandIsOn.GetValue(command)!, (int)(EventLevel)_commandLevel.GetValue(command)!, (long)(EventKeywords)_commandKeywords.GetValue(command)!);
    }

    /// <summary>The events of the source; before .NET 10 every slot of a table, used or not: an unused one that stays enabled keeps the source on.</summary>
    public IEnumerable<int> Events() => _events.GetValue(Source) switch
    {
        Array table => Enumerable.Range(0, table.Length),
        IDictionary table => table.Keys.Cast<int>().ToArray(),
        _ => [],
    };

    /// <summary>Whether an event is among what is asked for.</summary>
    public bool Matches(int id, SourceState asked) => asked.IsOn && (bool)_matches.Invoke(Source, [id, true, (EventLevel)asked.Level, (EventKeywords)asked.Keywords])!;

    /// <summary>Says whether the provider for EventPipe gets an event.</summary>
    public void Enable(int id, bool isWanted) => _enableEvent.Invoke(Source, [null, _pipeKind, id, isWanted]);

    /// <summary>Whether a listener or ETW gets an event.</summary>
    public bool IsWantedElsewhere(int id) => (_events.GetValue(Source) switch
    {
        Array table => table.GetValue(id),
        IDictionary table => table[id],
        _ => null,
    }) is { } metadata && ((bool)_forListener.GetValue(metadata)! || (bool)_forEtw.GetValue(metadata)!);

    private Type Core(string name) => typeof(object).Assembly.GetType(name) is { } type && !_hidden.Contains(type.Name) ? type : throw new MissingMemberException("CoreLib", name);

    private FieldInfo Field(Type owner, string name, Type type) =>
        owner.GetField(name, Any) is { } field && type.IsAssignableFrom(field.FieldType) && !_hidden.Contains(name) ? field : throw new MissingMemberException(owner.Name, name);

    private MethodInfo Method(Type owner, string signature) =>
        Array.Find(owner.GetMethods(Any), method => method.ToString() == signature && !_hidden.Contains(method.Name)) ?? throw new MissingMemberException(owner.Name, signature);

    /// <summary>A field of a payload is read as <see cref="RawField"/>.</summary>
    private static void CheckField(Type type)
    {
        string[] fields = [.. type.GetFields(Any).Where(field => !field.IsStatic).Select(field => field.ToString()!)];
        if (!fields.SequenceEqual(["UInt64 Ptr", "UInt32 Size", "UInt32 Reserved"]) || !type.IsLayoutSequential)
            throw new MissingMemberException(type.Name, "Ptr, Size, Reserved");
    }
}
