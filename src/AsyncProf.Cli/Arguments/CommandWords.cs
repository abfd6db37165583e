using System.Text;
using AsyncProf.Cli.Output;

namespace AsyncProf.Cli.Arguments;

/// <summary>Takes a command line apart as a POSIX shell does: by spaces, quotes and backslashes. What more a shell would do is refused, because none is started.</summary>
internal static class CommandWords
{
    private const char None = '\0';

    private const string ForAShell = "|&;<>()$`", ForAShellInQuotes = "$`", EscapedInQuotes = "$`\"\\\n";

    /// <summary>The words, at least one.</summary>
    /// <param name="option">The option that has the text.</param>
    /// <param name="text">The command line.</param>
    /// <exception cref="UserError">It holds no word, a quote that is not closed, or what only a shell understands.</exception>
    public static IReadOnlyList<string> Split(string option, string text)
    {
        var words = new List<string>();
        StringBuilder? word = null; // empty for a pair of quotes alone, which is a word
        char quote = None;
        for (int i = 0; i < text.Length; i++)
        {
            char letter = text[i], next = i + 1 < text.Length ? text[i + 1] : None;
            if (letter == '\\' && i + 1 < text.Length && (quote == None || (quote == '"' && EscapedInQuotes.Contains(next, StringComparison.Ordinal))))
            {
                i++;
                if (next != '\n') // else the line goes on
                    (word ??= new StringBuilder()).Append(next);
            }
            else if (quote == None && letter is '\'' or '"')
            {
                quote = letter;
                word ??= new StringBuilder();
            }
            else if (letter == quote)
            {
                quote = None;
            }
            else if (quote == None && letter is ' ' or '\t' or '\n' or '\r')
            {
                End();
            }
            else if (quote != '\'' && (quote == None ? ForAShell : ForAShellInQuotes).Contains(letter, StringComparison.Ordinal))
            {
                throw new UserError($"{option} has a {letter}, which only a shell understands, and none is started: put it in single quotes, or write sh -c '...'.");
            }
            else
            {
                (word ??= new StringBuilder()).Append(letter);
            }
        }

        End();
        if (quote != None)
            throw new UserError($"{option} has a {quote} without a second one.");
        return words.Count > 0 ? words : throw new UserError($"{option} is empty: give it a command in quotes.");

        void End()
        {
            if (word is not null)
                words.Add(word.ToString());
            word = null;
        }
    }
}
