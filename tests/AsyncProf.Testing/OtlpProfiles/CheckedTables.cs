namespace AsyncProf.Testing.OtlpProfiles;

/// <summary>The tables of a dictionary; empty where they or the whole dictionary are not there.</summary>
internal sealed class CheckedTables
{
    public CheckedTables(ProtoMessage file)
    {
        ProtoMessage dictionary = file.Message(OtlpFields.ProfilesData.Dictionary) ?? new ProtoMessage();
        Mappings = dictionary.Messages(OtlpFields.Dictionary.Mappings);
        Locations = dictionary.Messages(OtlpFields.Dictionary.Locations);
        Functions = dictionary.Messages(OtlpFields.Dictionary.Functions);
        Links = dictionary.Messages(OtlpFields.Dictionary.Links);
        Strings = dictionary.Texts(OtlpFields.Dictionary.Strings);
        Attributes = dictionary.Messages(OtlpFields.Dictionary.Attributes);
        Stacks = dictionary.Messages(OtlpFields.Dictionary.Stacks);
    }

    public IReadOnlyList<ProtoMessage> Mappings { get; }

    public IReadOnlyList<ProtoMessage> Locations { get; }

    public IReadOnlyList<ProtoMessage> Functions { get; }

    public IReadOnlyList<ProtoMessage> Links { get; }

    public IReadOnlyList<string> Strings { get; }

    public IReadOnlyList<ProtoMessage> Attributes { get; }

    public IReadOnlyList<ProtoMessage> Stacks { get; }
}
