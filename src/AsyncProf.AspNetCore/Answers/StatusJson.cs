using System.Text.Json.Serialization;

namespace AsyncProf.Answers;

/// <summary>The names that <see cref="ProfilerStatus"/> has in JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ProfilerStatus))]
internal sealed partial class StatusJson : JsonSerializerContext;
