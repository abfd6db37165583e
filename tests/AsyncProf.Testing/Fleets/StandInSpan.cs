namespace AsyncProf.Testing.Fleets;

/// <summary>A span as a stand-in keeps it; it writes it as its store would.</summary>
/// <param name="Trace">Its trace, 32 hexadecimal digits.</param>
/// <param name="Id">Its id, 16.</param>
/// <param name="Parent">That of the span above; empty for none.</param>
/// <param name="Resource">Its process's attributes.</param>
/// <param name="Scope">Who made it.</param>
/// <param name="Name">Its name.</param>
/// <param name="StartNs">When it began, since 1970.</param>
/// <param name="EndNs">When it ended.</param>
/// <param name="Attributes">Its attributes: texts, whole numbers, numbers.</param>
public sealed record StandInSpan(
    string Trace, string Id, string Parent, IReadOnlyDictionary<string, string> Resource, string Scope, string Name, long StartNs, long EndNs, IReadOnlyDictionary<string, object> Attributes)
{
    /// <summary>The service that it is of.</summary>
    public string Service => Resource["service.name"];

    /// <summary>When it began, in UTC.</summary>
    public DateTime Start => DateTime.UnixEpoch.AddTicks(StartNs / 100);
}
