namespace AsyncProf.Profiles.Otlp;

/// <summary>What the messages are made of, by name: stores and scripts rely on them. Attributes of samples are called as the labels of our pprof files.</summary>
internal static class OtlpNames
{
    /// <summary>The type of the period. Stores that name a profile by it need one, and a period that is not 0.</summary>
    public const string PeriodType = "wall";

    /// <summary>One: values are sums of all that happened, not of samples that stand for others.</summary>
    public const long Period = 1;

    /// <summary>The version id of a module.</summary>
    public const string Module = "asyncprof.module";

    /// <summary>What the attributes of a profile begin with, the fields of its recording.</summary>
    public const string RecordingPrefix = "asyncprof.";

    /// <summary>The name of the scope, as that of the spans.</summary>
    public const string Scope = "AsyncProf";

    /// <summary>A unit of a label as UCUM has it.</summary>
    public static string UnitOf(string? unit) => unit switch
    {
        Pprof.PprofNames.Nanoseconds => "ns",
        Pprof.PprofNames.Frames => "{frame}",
        _ => "",
    };
}
