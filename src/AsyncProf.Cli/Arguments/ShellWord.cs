namespace AsyncProf.Cli.Arguments;

/// <summary>Words as a POSIX shell takes them, to be copied from a text: what <see cref="CommandWords"/> takes apart.</summary>
internal static class ShellWord
{
    /// <summary>A word as it is where no shell reads more in it, else in single quotes.</summary>
    public static string Of(string word) => word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_./:=%+,@".Contains(letter, StringComparison.Ordinal))
        ? word
        : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    /// <summary>Several, with a space between them.</summary>
    public static string Join(IEnumerable<string> words) => string.Join(' ', words.Select(Of));
}
