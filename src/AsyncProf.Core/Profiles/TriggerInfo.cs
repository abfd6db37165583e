namespace AsyncProf.Profiles;

/// <summary>What had an app record a window of its own accord.</summary>
/// <param name="Reason">The condition and what it was about, as <c>slow-request: 1.2 s, more than 500 ms</c>.</param>
/// <param name="Route">The request that met it, <c>GET /orders/{id}</c>; empty where it is one of the whole process.</param>
/// <param name="TraceId">The W3C trace id of that request; empty where it has none.</param>
public sealed record TriggerInfo(string Reason, string Route, string TraceId);
