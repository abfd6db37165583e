namespace AsyncProf.Cli.Top;

/// <summary>What a live table lists.</summary>
internal enum TopPage
{
    /// <summary>Async methods.</summary>
    Methods,

    /// <summary>Requests by route.</summary>
    Requests,
}
