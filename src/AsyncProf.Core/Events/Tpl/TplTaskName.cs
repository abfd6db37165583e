using System.Globalization;

namespace AsyncProf.Events.Tpl;

/// <summary>Takes apart the names that an operation begins with, and the longer ones that the capture makes of ambiguous ones.</summary>
internal readonly record struct TplTaskName(string Short, bool IsDelegate, string Assembly, string Type)
{
    /// <summary>Between the TPL's name, the assembly and the metadata name of the type, where the capture looked the type up.</summary>
    public const char Separator = '\u001f';

    /// <summary>What the name of an async method's operation begins with.</summary>
    public const string MethodPrefix = "Async: ";

    /// <summary>Between a type and its method in the name of a method that has no state machine.</summary>
    public const string MethodMark = "::";

    /// <summary>A delegate that runs another delegate, as a scheduler does to go on after a yield: it has no method of the app's, whoever starts it.</summary>
    public const string Invoke = "Task: Invoke";

    private static readonly string[] Prefixes = [MethodPrefix, "Task: ", "Task.ContinueWith: "];

    public static TplTaskName Parse(string name)
    {
        string assembly = "", type = "";
        string[] parts = name.Split(Separator);
        if (parts.Length == 3)
        {
            (name, assembly, type) = (parts[0], parts[1], Unescape(parts[2]));
        }

        foreach (string prefix in Prefixes)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
                return new TplTaskName(Unescape(name[prefix.Length..]), prefix[0] == 'T', assembly, type);
        }

        return new TplTaskName(name, false, assembly, type);
    }

    /// <summary>Reflection puts a backslash before what separates types (<c>IMap&lt;A\,B&gt;</c>, in the names of explicit implementations); metadata does not.</summary>
    public static string Unescape(string name) => name.Contains('\\', StringComparison.Ordinal) ? name.Replace("\\", "", StringComparison.Ordinal) : name;

    /// <summary>Whether a name is one that the library makes of that of a delegate.</summary>
    public static bool IsDelegateName(ReadOnlySpan<char> name) => name.StartsWith(Prefixes[1], StringComparison.Ordinal) || name.StartsWith(Prefixes[2], StringComparison.Ordinal);

    /// <summary>Whether a name is that of a method's operation, and not of a request or of the framework's own.</summary>
    public static bool IsOperation(string name) => Array.Exists(Prefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>The name of the operations of a method that has no state machine: in place of one stands the method itself, its token telling overloads apart.</summary>
    /// <param name="assembly">The simple name of the assembly.</param>
    /// <param name="type">The metadata name of the type that declares it.</param>
    /// <param name="method">Its name in metadata.</param>
    /// <param name="token">Its metadata token.</param>
    public static string OfMethod(string assembly, string type, string method, int token) => Qualify(MethodPrefix + method, assembly, KeyOf(type, method, token));

    /// <summary>What stands for a method where others have the metadata name of their state machine.</summary>
    public static string KeyOf(string type, string method, int token) => string.Create(CultureInfo.InvariantCulture, $"{type}{MethodMark}{method}@{token:x8}");

    /// <summary>The name of an operation whose type is known exactly.</summary>
    public static string Qualify(string name, string assembly, string type) => $"{name}{Separator}{assembly}{Separator}{type}";

    /// <summary>The same without allocating; false where there is no room.</summary>
    public static bool TryQualify(ReadOnlySpan<char> name, string assembly, string type, Span<char> text, out int length)
    {
        length = name.Length + 1 + assembly.Length + 1 + type.Length;
        if (length > text.Length)
            return false;
        name.CopyTo(text);
        text[name.Length] = Separator;
        text = text[(name.Length + 1)..];
        assembly.CopyTo(text);
        text[assembly.Length] = Separator;
        type.CopyTo(text[(assembly.Length + 1)..]);
        return true;
    }
}
