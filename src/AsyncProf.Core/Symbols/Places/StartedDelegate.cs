namespace AsyncProf.Symbols.Places;

/// <summary>A delegate that a place has started as a task.</summary>
/// <param name="Name">Its name as the TPL gives it.</param>
/// <param name="NameId">The same with the place's type, which tells it from others of that name.</param>
internal sealed record StartedDelegate(string Name, int NameId);
