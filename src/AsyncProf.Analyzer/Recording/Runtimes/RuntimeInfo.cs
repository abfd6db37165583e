using System.Globalization;
using AsyncProf.Events;

namespace AsyncProf.Recording.Runtimes;

/// <summary>What a runtime says of itself when it is asked.</summary>
/// <param name="Version">Its version, as <c>10.0.12</c>; empty where it does not say (before .NET 6).</param>
/// <param name="EntryAssembly">The assembly of <c>Main</c>; empty where it does not say.</param>
/// <param name="Os">Where it runs.</param>
/// <param name="Arch">For which processor.</param>
internal sealed record RuntimeInfo(string Version, string EntryAssembly, string Os, string Arch)
{
    /// <summary>The first number of the version; 0 if it is not known.</summary>
    public int Major => int.TryParse(Version.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major) ? major : 0;

    /// <summary>Whether its sessions can leave out stacks, without which recording costs ten times as much.</summary>
    public bool CanRecordWithoutStacks => Major >= 9;

    /// <summary>Whether it tells of methods compiled with runtime-async.</summary>
    public bool HasDispatches => RuntimeAsync.IsUsedBy(Major);

    /// <summary>Whether it samples allocations by chance, and does not only tell of each time that so many bytes have been allocated.</summary>
    public bool SamplesAllocations => Major >= 10;

    /// <summary>Whether it tells when threads wait for locks and other handles.</summary>
    public bool TellsWaits => Major >= 9;

    /// <summary>Whether its sessions can let through single events of a source.</summary>
    public bool CanChooseEvents => Major >= 10;
}
