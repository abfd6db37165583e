using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AsyncProf.Hosting;

/// <summary>
/// Which instances of a service profile, where only a share of them shall. Each finds its own place between 0 and 1, the same on every machine and in every run, and profiles if the share
/// reaches it: nobody has to coordinate them, and who profiles at one share does so at every larger one.
/// </summary>
internal static class InstanceChoice
{
    /// <summary>Why an instance does not profile, as a sentence; null where it does.</summary>
    public static string? WhyNot(double share, string service, string instance) => PlaceOf(service, instance) < share
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"This instance is not among the {share * 100:0.####} % that profile, as the option InstanceShare says.");

    /// <summary>The place of an instance, at least 0 and less than 1.</summary>
    public static double PlaceOf(string service, string instance)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{service}\0{instance}"));
        return (BinaryPrimitives.ReadUInt64BigEndian(hash) >> 11) / (double)(1UL << 53); // as many bits as a double has
    }
}
