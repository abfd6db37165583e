using System.Globalization;

namespace AsyncProf.Fleets;

/// <summary>What is said of the units of a side, whatever the store.</summary>
internal static class UnitsRemark
{
    /// <summary>How many units there are, and what they are.</summary>
    public static string Of(int units, UnitPlan plan) => string.Create(CultureInfo.InvariantCulture, $"in {units} units, each {(plan.Slices == 0 ? "an instance" : "a slice of time")}");

    /// <summary>That not all instances are compared, with a blank before it; empty where they are, or slices of time of all of them.</summary>
    /// <param name="instances">How many there are.</param>
    /// <param name="plan">What is compared.</param>
    public static string OfLeftOut(int instances, UnitPlan plan) => plan.Slices == 0 && instances > FleetReader.MostUnits
        ? string.Create(CultureInfo.InvariantCulture, $" Of {instances} instances the first {FleetReader.MostUnits} are compared.")
        : "";
}
