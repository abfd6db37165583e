using System.Text.Json;

namespace AsyncProf.Fleets;

/// <summary>What a store answered.</summary>
/// <param name="Status">The status of HTTP.</param>
/// <param name="Body">The body, unpacked.</param>
internal sealed record StoreAnswer(int Status, ReadOnlyMemory<byte> Body)
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    /// <summary>Whether it is what was asked for.</summary>
    public bool IsOk => Status is >= 200 and < 300;

    /// <summary>Whether it may be another in a while.</summary>
    public bool IsBusy => Status is 429 or 503;

    /// <summary>Whether it is the store that failed, and not what it was asked for.</summary>
    public bool IsFailure => IsBusy || Status >= 500;

    /// <summary>Whether there is no such thing, or nothing that was asked for.</summary>
    public bool IsMissing => Status == 404;

    /// <summary>The body as JSON; null where it is none, as a page of HTML.</summary>
    public JsonDocument? Json()
    {
        try
        {
            return JsonDocument.Parse(Body, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
