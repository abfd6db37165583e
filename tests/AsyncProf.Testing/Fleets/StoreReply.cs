using System.Text;

namespace AsyncProf.Testing.Fleets;

/// <summary>What it answers.</summary>
/// <param name="Status">The status of HTTP.</param>
/// <param name="ContentType">The type of the body.</param>
/// <param name="Body">The body.</param>
/// <param name="Location">Where it sends on to; null for nowhere.</param>
public sealed record StoreReply(int Status, string ContentType, byte[] Body, string? Location = null)
{
    /// <summary>When it is to be asked again, as <c>Retry-After</c> has it; null for nothing.</summary>
    public string? After { get; init; }

    public static StoreReply Json(string json, int status = 200) => new(status, "application/json", Encoding.UTF8.GetBytes(json));

    public static StoreReply Text(int status, string text) => new(status, "text/plain", Encoding.UTF8.GetBytes(text));

    public static StoreReply Page() => new(200, "text/html", "<!doctype html><title>Sign in</title>"u8.ToArray());
}
