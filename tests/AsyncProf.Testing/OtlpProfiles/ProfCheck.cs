namespace AsyncProf.Testing.OtlpProfiles;

/// <summary>
/// Checks a message <c>ProfilesData</c> by the rules of OpenTelemetry's profcheck (github.com/open-telemetry/sig-profiling, profcheck/check.go, August 2026), those of <c>-check-dupes</c>,
/// <c>-check-sample-shapes</c> and <c>-check-orphans</c> included. Unlike the tool it says of a file without a dictionary or with empty tables what is missing.
/// </summary>
internal static class ProfCheck
{
    /// <summary>All that is wrong with a file.</summary>
    public static IReadOnlyList<ProfFault> Of(ReadOnlySpan<byte> file)
    {
        try
        {
            return Of(ProtoMessage.Read(file));
        }
        catch (InvalidDataException exception)
        {
            return [new ProfFault(ProfRule.Readable, exception.Message)];
        }
    }

    private static List<ProfFault> Of(ProtoMessage file)
    {
        var faults = new ProfFaults();
        var tables = new CheckedTables(file);
        List<ProtoMessage> resources = file.Messages(OtlpFields.ProfilesData.ResourceProfiles);
        if (resources.Count == 0)
        {
            faults.Add(ProfRule.HasResources, "resource_profiles");
            return faults.All; // as the tool: without them everything is an orphan
        }

        var profiles = new List<ProtoMessage>();
        foreach (ProtoMessage resource in resources)
        {
            List<ProtoMessage> scopes = resource.Messages(OtlpFields.ResourceProfiles.ScopeProfiles);
            if (scopes.Count == 0)
                faults.Add(ProfRule.HasScopes, "scope_profiles");
            foreach (List<ProtoMessage> found in scopes.Select(scope => scope.Messages(OtlpFields.ScopeProfiles.Profiles)))
            {
                if (found.Count == 0)
                    faults.Add(ProfRule.HasProfiles, "profiles");
                profiles.AddRange(found);
            }
        }

        foreach (ProtoMessage profile in profiles)
            new ProfileCheck(profile, tables, faults).Run();
        new DictionaryCheck(tables, faults).Run();
        OrphanCheck.Run(profiles, tables, faults);
        return faults.All;
    }
}
