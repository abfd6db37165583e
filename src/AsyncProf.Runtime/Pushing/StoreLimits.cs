namespace AsyncProf.Pushing;

/// <summary>What Pyroscope takes unless it is configured otherwise: <see href="https://github.com/grafana/pyroscope/blob/main/pkg/validation/limits.go"/>. Beyond, it refuses for good or cuts.</summary>
internal static class StoreLimits
{
    /// <summary>Samples of one profile.</summary>
    public const int Samples = 16_000;

    /// <summary>Frames of one stack; of a deeper one it loses the leaf.</summary>
    public const int Frames = 1_000;

    /// <summary>Bytes of one profile, not compressed. It lets 2 MiB pass at once, labels included, and writes some things longer than we do.</summary>
    public const int ProfileBytes = 7 << 18;

    /// <summary>Bytes of a label's value.</summary>
    public const int LabelBytes = 2_048;

    /// <summary>Bytes of a text in a profile. It takes more; so one stack of any names fits into a profile, but for hostile ones.</summary>
    public const int TextBytes = 1_024;

    /// <summary>How old a profile may be: it takes an hour, by its own clock.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromMinutes(55);
}
