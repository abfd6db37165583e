namespace AsyncProf.Testing.OtlpProfiles;

/// <summary>
/// The fields of the messages of <c>opentelemetry.proto.profiles.v1development</c> as opentelemetry-proto 1.11.0 numbers them, written down once more: a wrong number in the writer must not be
/// right in what checks it.
/// </summary>
internal static class OtlpFields
{
    public static class ProfilesData
    {
        public const int ResourceProfiles = 1, Dictionary = 2;
    }

    public static class Dictionary
    {
        public const int Mappings = 1, Locations = 2, Functions = 3, Links = 4, Strings = 5, Attributes = 6, Stacks = 7;
    }

    public static class ResourceProfiles
    {
        public const int Resource = 1, ScopeProfiles = 2;
    }

    public static class Resource
    {
        public const int Attributes = 1;
    }

    public static class ScopeProfiles
    {
        public const int Scope = 1, Profiles = 2;
    }

    public static class Profile
    {
        public const int SampleType = 1, Samples = 2, Time = 3, Duration = 4, PeriodType = 5, Period = 6, Attributes = 11;
    }

    public static class ValueType
    {
        public const int Type = 1, Unit = 2;
    }

    public static class Sample
    {
        public const int Stack = 1, Attributes = 2, Link = 3, Values = 4, Times = 5;
    }

    public static class Mapping
    {
        public const int Start = 1, Limit = 2, Offset = 3, File = 4, Attributes = 5;
    }

    public static class Location
    {
        public const int Mapping = 1, Address = 2, Lines = 3, Attributes = 4;
    }

    public static class Line
    {
        public const int Function = 1, Number = 2, Column = 3;
    }

    public static class Function
    {
        public const int Name = 1, SystemName = 2, File = 3, StartLine = 4;
    }

    public static class Link
    {
        public const int Trace = 1, Span = 2;
    }

    public static class Attribute
    {
        public const int Key = 1, Value = 2, Unit = 3;
    }

    public static class KeyValue
    {
        public const int Key = 1, Value = 2;
    }

    public static class AnyValue
    {
        public const int Text = 1, Flag = 2, Number = 3, Double = 4;
    }

    public static class Stack
    {
        public const int Locations = 1;
    }
}
