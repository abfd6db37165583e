namespace AsyncProf.Profiles.Data;

/// <summary>What was charged to one logical stack by operations that are alike in their tags.</summary>
/// <param name="Stack">The stack's number.</param>
/// <param name="Tags">What the operations have in common.</param>
/// <param name="Sums">All that was charged.</param>
internal readonly record struct StackCharge(int Stack, ChargeTags Tags, Measures Sums);
