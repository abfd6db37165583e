namespace AsyncProf.Testing.Stores;

/// <summary>What a stand-in answers.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Body">The body.</param>
/// <param name="Headers">Headers, each a whole line.</param>
internal sealed record StandInAnswer(int Status, string Body = "", params string[] Headers)
{
    /// <summary>An error as Connect writes it.</summary>
    public static StandInAnswer Error(int status, string code, string message) => new(status, $$"""{"code":"{{code}}","message":"{{message}}"}""", "Content-Type: application/json");
}
