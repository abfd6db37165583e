namespace AsyncProf.Testing.Stores;

/// <summary>A series as the store has it: labels, and a sample type.</summary>
/// <param name="Labels">Its labels, those of samples with them, as <c>{a="b"}</c>.</param>
/// <param name="ProfileType">Name, type, unit, period type and period unit, with colons between.</param>
internal sealed record StoredSeries(string Labels, string ProfileType);
