using System.Globalization;
using System.Text.Json;

namespace AsyncProf.Fleets;

/// <summary>Looks into JSON whose shape nobody promises: what is not there, or is something else, is nothing.</summary>
internal static class JsonShape
{
    /// <summary>A member of an object; undefined where there is none.</summary>
    public static JsonElement Of(JsonElement of, string name)
    {
        try
        {
            return of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out JsonElement found) ? found : default;
        }
        catch (InvalidOperationException)
        {
            return default; // one of the names beside it has half of a surrogate pair
        }
    }

    /// <summary>The name of a member; null where it is no text.</summary>
    public static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The items of a list.</summary>
    public static IEnumerable<JsonElement> Each(JsonElement list) => list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : Enumerable.Empty<JsonElement>();

    /// <summary>The items of a list in an object.</summary>
    public static IEnumerable<JsonElement> Each(JsonElement of, string name) => Each(Of(of, name));

    /// <summary>A text in an object; empty where there is none.</summary>
    public static string TextOf(JsonElement of, string name) => Plain(Of(of, name));

    /// <summary>A whole number in an object, which may be a text; 0 where there is none.</summary>
    public static long NumberOf(JsonElement of, string name) =>
        long.TryParse(TextOf(of, name), NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number < long.MaxValue / 4 ? number : 0;

    /// <summary>A text, a number, or yes or no, as a text; empty for all else.</summary>
    public static string Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => TextOf(value),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "",
    };

    private static string TextOf(JsonElement text)
    {
        try
        {
            return text.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return ""; // half of a surrogate pair
        }
    }
}
