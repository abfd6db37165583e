namespace AsyncProf.Symbols;

/// <summary>HTTP methods as names of requests have them: those that OpenTelemetry's conventions know, in capitals, and one name for all others, which a client makes up.</summary>
internal static class RequestMethods
{
    /// <summary>The name of every method that is not known.</summary>
    public const string Other = "_OTHER";

    private static readonly string[] Known = ["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS", "CONNECT", "TRACE", Other];

    /// <summary>How many names there are; every number of <see cref="NumberOf"/> lies below it.</summary>
    public static int Count => Known.Length;

    /// <summary>The name with a number.</summary>
    public static string Name(int number) => Known[number];

    /// <summary>The name of a method.</summary>
    public static string NameOf(string method) => Known[NumberOf(method)];

    /// <summary>Whether a text is the name of a method that is known.</summary>
    public static bool IsKnown(string text) => text.Length <= 7 && NumberOf(text) < Known.Length - 1;

    /// <summary>The number of a method's name.</summary>
    public static int NumberOf(string method)
    {
        for (int number = 0; number < Known.Length - 1; number++)
        {
            if (string.Equals(method, Known[number], StringComparison.OrdinalIgnoreCase))
                return number;
        }

        return Known.Length - 1;
    }
}
