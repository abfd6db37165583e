using System.Buffers;

namespace AsyncProf;

/// <summary>The paths of one endpoint. Routing compares them without case and without a slash at the end, and answers 500 where two are the same.</summary>
/// <param name="pattern">The endpoint's own.</param>
internal sealed class EndpointPaths(string pattern)
{
    public const string Profile = "/profile", Report = "/report", Tree = "/tree", Status = "/status", Slow = "/slow";

    /// <summary>What makes parameters of a path, or is no path's.</summary>
    private static readonly SearchValues<char> Special = SearchValues.Create("{}*?");

    private readonly string _path = pattern.TrimEnd('/');

    /// <summary>Where the index is.</summary>
    public string Index => _path.Length == 0 ? "/" : _path;

    /// <summary>Where something below it is.</summary>
    public string Of(string below) => _path + below;

    /// <summary>Whether a path is the same for every request, as it has no parameters.</summary>
    public static bool IsPlain(string path) => !path.AsSpan().ContainsAny(Special) && !path.TrimEnd('/').Contains("//", StringComparison.Ordinal);

    /// <summary>Whether a path is the profile's.</summary>
    public bool IsProfile(string path) => IsSame(path, Of(Profile));

    /// <summary>Whether a path is another one of the endpoint.</summary>
    public bool IsOther(string path) =>
        IsSame(path, Index) || IsSame(path, Of(Report)) || IsSame(path, Of(Tree)) || IsSame(path, Of(Status)) || IsSame(path, Of(Slow)) || Trimmed(path).StartsWith(Trimmed(Of(Slow)) + "/", StringComparison.OrdinalIgnoreCase);

    private static bool IsSame(string one, string other) => string.Equals(Trimmed(one), Trimmed(other), StringComparison.OrdinalIgnoreCase);

    /// <summary>As routing sees it: it takes a path without the slash before it, or with ~/ there, for the same.</summary>
    private static string Trimmed(string path) => (path.StartsWith("~/", StringComparison.Ordinal) ? path[1..] : path).Trim('/');
}
