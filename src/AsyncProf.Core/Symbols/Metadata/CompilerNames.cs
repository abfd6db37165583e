using System.Globalization;

namespace AsyncProf.Symbols.Metadata;

/// <summary>
/// Reads the names that the C# compiler makes: <c>&lt;GetAsync&gt;d__3</c>, <c>&lt;&lt;Main&gt;$&gt;g__Local|0_1</c>, <c>&lt;&gt;c__DisplayClass4_0</c>.
/// The forms are those of Roslyn's GeneratedNames.
/// </summary>
internal static class CompilerNames
{
    /// <summary>What the names of lambdas of Visual Basic begin with.</summary>
    public const string VisualBasicLambda = "_Lambda$__";

    private const string VisualBasicMachine = "VB$StateMachine_", VisualBasicClosure = "_Closure$__";

    /// <summary>The method a state machine type belongs to, still in metadata form; null if the type is no state machine.</summary>
    public static string? MethodOfStateMachine(string typeName)
    {
        int close = Matching(typeName);
        if (close < 0 || close + 1 >= typeName.Length || typeName[close + 1] != 'd')
            return null;
        string rest = typeName[(close + 2)..];
        bool numbered = rest.StartsWith("__", StringComparison.Ordinal);
        bool nothing = rest.Length == 0 || rest[0] == '`';
        return close > 1 && (numbered || nothing) ? typeName[1..close] : null;
    }

    /// <summary>True for the classes that hold a method's captured variables and lambdas.</summary>
    public static bool IsDisplayClass(string typeName) => typeName.StartsWith("<>c", StringComparison.Ordinal) || typeName.StartsWith(VisualBasicClosure, StringComparison.Ordinal);

    /// <summary>True for a method that the compiler made of a lambda or a local function.</summary>
    public static bool IsLambdaOrLocal(string methodName) =>
        methodName.StartsWith('<') && Matching(methodName) is var close and > 0
        && close + 3 < methodName.Length && methodName[close + 1] is 'b' or 'g' && methodName[close + 2] == '_';

    /// <summary>True for a method that the compiler of Visual Basic made of a lambda: <c>_Lambda$__0</c>, <c>_Lambda$__2-0</c>; not of one that only fits a delegate to another type, <c>_Lambda$__R2-0</c>.</summary>
    public static bool IsVisualBasicLambda(string methodName) =>
        methodName.StartsWith(VisualBasicLambda, StringComparison.Ordinal) && methodName.Length > VisualBasicLambda.Length && char.IsAsciiDigit(methodName[VisualBasicLambda.Length]);

    /// <summary>
    /// True for a method by which code calls a base class's method that cannot do so itself, as that of a state machine: <c>&lt;&gt;n__0</c>, in Visual Basic
    /// <c>$VB$ClosureStub_RunAsync_MyBase</c>. Nobody wrote it, and the method that it calls stands below it.
    /// </summary>
    public static bool IsBaseCall(string methodName) => methodName.StartsWith("<>n__", StringComparison.Ordinal) || methodName.StartsWith("$VB$ClosureStub_", StringComparison.Ordinal);

    /// <summary>The method as a person wrote it: <c>Outer.Local</c>, <c>Outer.lambda</c>, <c>Main</c>.</summary>
    public static string Readable(string methodName)
    {
        if (!methodName.StartsWith('<'))
            return methodName.StartsWith(VisualBasicLambda, StringComparison.Ordinal) ? OfVisualBasicLambda(methodName) : Plain(methodName);
        int close = Matching(methodName);
        if (close < 0)
            return methodName;
        string inner = methodName[1..close];
        string rest = methodName[(close + 1)..];
        if (rest == "$" || (rest.Length == 0 && inner == "Main"))
            return inner; // a top-level program: <Main>$; or <Main>, which waits for an async one
        string outer = Outer(inner);
        if (rest.StartsWith("g__", StringComparison.Ordinal))
        {
            int bar = rest.IndexOf('|', StringComparison.Ordinal);
            return $"{outer}.{(bar < 0 ? rest[3..] : rest[3..bar])}";
        }

        return rest.StartsWith("b__", StringComparison.Ordinal) ? $"{outer}.lambda" : methodName;
    }

    /// <summary>The method of a state machine that the F# compiler made (<c>loadAsync@12-1</c>); null if the type is none.</summary>
    public static string? MethodOfFSharpMachine(string typeName)
    {
        int at = typeName.LastIndexOf('@');
        return at > 0 && at + 1 < typeName.Length && char.IsAsciiDigit(typeName[at + 1]) ? typeName[..at] : null;
    }

    /// <summary>The method of a state machine that the compiler of Visual Basic made (<c>VB$StateMachine_3_LoadAsync</c>); null if the type is none.</summary>
    public static string? MethodOfVisualBasicMachine(string typeName)
    {
        if (!typeName.StartsWith(VisualBasicMachine, StringComparison.Ordinal))
            return null;
        int underscore = typeName.IndexOf('_', VisualBasicMachine.Length);
        return underscore < 0 || underscore + 1 == typeName.Length ? null : typeName[(underscore + 1)..];
    }

    /// <summary>
    /// A name that is not the compiler's, but may be metadata's: <c>.ctor</c>, or an explicit implementation with the whole name of its interface.
    /// In names of state machines the dots are dashes, which no identifier of C# holds.
    /// </summary>
    private static string Plain(string name)
    {
        name = MethodOfFSharpMachine(name) ?? name.TrimEnd('@'); // F#'s own field and method behind an auto-property
        string dotted = Dotted(name);
        if (dotted is ".ctor" or ".cctor")
            return dotted[1..];
        if (!dotted.Contains('.', StringComparison.Ordinal))
            return name;
        int method = LastDot(dotted);
        return method <= 0 ? dotted : ShortInterface(dotted[..method]) + dotted[method..];
    }

    /// <summary>An interface and its type arguments without their namespaces.</summary>
    private static string ShortInterface(string name)
    {
        var text = new System.Text.StringBuilder(name.Length);
        int begin = 0;
        for (int i = 0; i <= name.Length; i++)
        {
            if (i < name.Length && name[i] is not ('<' or '>' or ',' or '[' or ']'))
                continue;
            ReadOnlySpan<char> part = name.AsSpan(begin, i - begin);
            text.Append(part[(part.LastIndexOf('.') + 1)..]);
            if (i < name.Length)
                text.Append(name[i] == ',' ? ", " : name[i]);
            begin = i + 1;
        }

        return text.ToString();
    }

    /// <summary>The last dot that is not inside type arguments, or -1.</summary>
    private static int LastDot(string name)
    {
        int depth = 0;
        for (int i = name.Length - 1; i >= 0; i--)
        {
            if (name[i] == '>')
                depth++;
            else if (name[i] == '<')
                depth--;
            else if (name[i] == '.' && depth == 0)
                return i;
        }

        return -1;
    }

    /// <summary>A method as lambdas and local functions have it before their own name.</summary>
    public static string Outer(string methodName) => Accessor(Readable(methodName));

    /// <summary>What holds a lambda may be a property or an event: <c>get_Total</c> is <c>Total.get</c>.</summary>
    private static string Accessor(string name)
    {
        int underscore = name.IndexOf('_', StringComparison.Ordinal);
        return underscore is 3 or 6 && name[..underscore] is "get" or "set" or "add" or "remove" ? $"{name[(underscore + 1)..]}.{name[..underscore]}" : name;
    }

    /// <summary>A type's name as code names it, without arity: <c>Ns.Outer`1.Inner</c> is <c>Ns.Outer.Inner</c>.</summary>
    public static string WithoutArity(string type)
    {
        int tick = type.IndexOf('`', StringComparison.Ordinal);
        if (tick < 0)
            return type;
        var text = new System.Text.StringBuilder(type.Length).Append(type, 0, tick);
        for (int i = tick; i < type.Length; i++)
        {
            if (type[i] == '`' && i + 1 < type.Length && char.IsAsciiDigit(type[i + 1]))
            {
                while (i + 1 < type.Length && char.IsAsciiDigit(type[i + 1]))
                    i++;
            }
            else
            {
                text.Append(type[i]);
            }
        }

        return text.ToString();
    }

    /// <summary>The type that a person wrote of a metadata name: <c>Ns.Outer+Inner+&lt;M&gt;d__1</c> is <c>Ns.Outer.Inner</c>.</summary>
    public static string OwnerOf(string metadataType) => string.Join('.', metadataType.Split('+').Where((part, i) => i == 0 || (!part.StartsWith('<') && !IsDisplayClass(part))));

    /// <summary>
    /// A method's name as metadata has it, where the compiler made a type's name of it: <c>&lt;-ctor&gt;b__0_0</c> is <c>&lt;.ctor&gt;b__0_0</c>. It writes a dash for each
    /// dot there, as dots end namespaces (Roslyn's EnsureNoDotsInName).
    /// </summary>
    public static string Dotted(string method) => method.Contains('-', StringComparison.Ordinal) ? method.Replace('-', '.') : method;

    /// <summary>Where a lambda or local function stands among those of its type: by the ordinal of the method, then its own.</summary>
    /// <param name="typeName">The type that declares it: a class of captured variables has the method's ordinal, and the lambda then has not.</param>
    /// <param name="methodName">Its name.</param>
    public static (int Method, int Lambda) LambdaOrder(string typeName, string methodName)
    {
        if (IsVisualBasicLambda(methodName))
        {
            string[] numbers = methodName[VisualBasicLambda.Length..].Split('-');
            return (numbers.Length > 1 ? Number(numbers[0]) : OrdinalOfDisplayClass(typeName), Number(numbers[^1]));
        }

        int bar = methodName.LastIndexOf('|');
        int mark = bar >= 0 ? bar + 1 : methodName.LastIndexOf("b__", StringComparison.Ordinal) is var lambda and >= 0 ? lambda + 3 : methodName.Length;
        string[] parts = methodName[mark..].Split('_');
        return (parts.Length > 1 ? Number(parts[0]) : OrdinalOfDisplayClass(typeName), Number(parts[^1]));
    }

    private static int OrdinalOfDisplayClass(string typeName)
    {
        const string Begin = "<>c__DisplayClass";
        string name = typeName[(typeName.LastIndexOf('+') + 1)..];
        int begin = name.StartsWith(Begin, StringComparison.Ordinal) ? Begin.Length : name.StartsWith(VisualBasicClosure, StringComparison.Ordinal) ? VisualBasicClosure.Length : name.Length;
        return Number(name[begin..].Split('_', '-')[0]);
    }

    /// <summary>A lambda of Visual Basic by its name alone, which does not tell its method: <c>_Lambda$__0</c> is <c>lambda#1</c>, <c>_Lambda$__2-0</c> that of any method.</summary>
    private static string OfVisualBasicLambda(string method) =>
        int.TryParse(method[VisualBasicLambda.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < int.MaxValue
            ? string.Create(CultureInfo.InvariantCulture, $"lambda#{number + 1}")
            : "lambda";

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : 0;

    /// <summary>The index of the bracket that closes the one a name begins with, or -1.</summary>
    private static int Matching(string name)
    {
        if (name.Length == 0 || name[0] != '<')
            return -1;
        int depth = 0;
        for (int i = 0; i < name.Length; i++)
        {
            if (name[i] == '<')
                depth++;
            else if (name[i] == '>' && --depth == 0)
                return i;
        }

        return -1;
    }
}
