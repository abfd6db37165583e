using System.Collections.ObjectModel;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace AsyncProf.Capture;

/// <summary>A payload as an <see cref="System.Diagnostics.Tracing.EventListener"/> gets it.</summary>
internal readonly struct BoxedPayload(ReadOnlyCollection<object?> fields) : ITplPayload
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Int(int field) => fields[field] is int value ? value : Convert.ToInt32(fields[field], CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<char> Text(int field) => fields[field] as string;
}
