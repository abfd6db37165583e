using System.Reflection;
using Xunit.Sdk;

namespace AsyncProf.Testing.Tiers;

/// <summary>A row of a theory that is there in the deep tier only, beside rows that are always there.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class DeepInlineDataAttribute(params object[] data) : DataAttribute
{
    /// <summary>What the test is called with.</summary>
    public IReadOnlyList<object> Data { get; } = data;

    /// <inheritdoc/>
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => Tier.IsDeep ? [[.. Data]] : [];
}
