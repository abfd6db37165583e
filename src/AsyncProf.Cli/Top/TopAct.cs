namespace AsyncProf.Cli.Top;

/// <summary>What a key asks for beyond what is shown.</summary>
internal enum TopAct
{
    /// <summary>Nothing: at most, what is shown changes.</summary>
    None,

    /// <summary>To forget what was seen so far.</summary>
    Reset,

    /// <summary>To end.</summary>
    Quit,
}
