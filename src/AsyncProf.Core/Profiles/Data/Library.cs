using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Profiles.Data;

/// <summary>Which library a frame is of: its assembly where that is known, else the first parts of its namespace.</summary>
internal static class Library
{
    /// <summary>What is no library: the time of requests and scopes that is that of none of their methods.</summary>
    public const string Entries = "(requests and scopes)";

    /// <summary>What has no namespace, and no assembly that is known.</summary>
    public const string Unknown = "(unknown)";

    /// <summary>The library of a frame that is no wait; of what stands for a hidden method, that method's.</summary>
    public static string Of(Frame frame) => frame.Kind switch
    {
        FrameKind.Entry => Entries,
        FrameKind.All => Unknown,
        FrameKind.Leaf => OfName(frame.Target),
        _ when frame.Assembly.Length > 0 => frame.Assembly,
        _ when !MethodName.IsCertain(frame.Name) && frame.Candidates.Count > 0 && frame.Candidates.Select(OfName).Distinct(StringComparer.Ordinal).Take(2).ToArray() is [var one] => one,
        _ => OfName(frame.Name),
    };

    /// <summary>
    /// The library by a canonical name: the first part of its namespace; of the frameworks two, because <c>System</c> and <c>Microsoft</c> are hundreds of libraries. The last two parts are
    /// type and method, and no namespace.
    /// </summary>
    private static string OfName(string name)
    {
        if (name == MethodName.Unknown.Name)
            return name;
        int end = name.AsSpan().IndexOfAny('(', '<', ' ') is var found and >= 0 ? found : name.Length;
        string[] parts = name[..end].Split('.');
        int most = parts.Length - 2, wanted = Frame.LooksFramework(name) ? 2 : 1;
        return most <= 0 || parts[0].Length == 0 ? Unknown : string.Join('.', parts.Take(Math.Min(most, wanted)));
    }
}
