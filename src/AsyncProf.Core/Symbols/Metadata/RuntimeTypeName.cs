using System.Text;

namespace AsyncProf.Symbols.Metadata;

/// <summary>Names of types as the runtime tells them in its events: <c>System.Collections.Generic.Dictionary`2[System.String,System.Byte[]]</c>.</summary>
internal static class RuntimeTypeName
{
    /// <summary>The same as people write it: without the number of type arguments, and those in angle brackets. Arrays stay as they are.</summary>
    public static string Readable(string name)
    {
        if (!name.Contains('`'))
            return name.Replace('+', '.');
        var text = new StringBuilder(name.Length);
        var open = new Stack<char>();
        bool takes = false; // type arguments come next
        for (int i = 0; i < name.Length; i++)
        {
            char letter = name[i];
            if (letter == '`')
            {
                while (i + 1 < name.Length && char.IsAsciiDigit(name[i + 1]))
                    i++;
                takes = true;
            }
            else if (letter == '[')
            {
                bool isArray = !takes || (i + 1 < name.Length && name[i + 1] is ']' or ',');
                open.Push(isArray ? ']' : '>');
                text.Append(isArray ? '[' : '<');
                takes = false;
            }
            else if (letter == ']')
            {
                text.Append(open.TryPop(out char closing) ? closing : ']');
            }
            else
            {
                text.Append(letter == '+' ? '.' : letter);
                if (letter == ',' && open.TryPeek(out char around) && around == '>')
                    text.Append(' ');
            }
        }

        return text.ToString();
    }
}
