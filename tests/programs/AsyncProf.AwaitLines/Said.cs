using System.Runtime.CompilerServices;

namespace AwaitLines;

/// <summary>The same as <see cref="Later"/> for awaits within expressions: says itself that the await comes, at the line of its statement.</summary>
internal static class Said
{
    /// <summary>A task.</summary>
    /// <param name="up">How many lines further up the statement begins.</param>
    /// <param name="line">The line.</param>
    /// <param name="file">The file.</param>
    public static Task<int> One(int up = 0, [CallerLineNumber] int line = 0, [CallerFilePath] string file = "")
    {
        Truth.At("Said.One", isTold: true, line - up, file);
        return Later.One();
    }

    public static ValueTask<int> Two(int up = 0, [CallerLineNumber] int line = 0, [CallerFilePath] string file = "")
    {
        Truth.At("Said.Two", isTold: true, line - up, file);
        return Later.ValueOne();
    }

    public static Task<T> Echo<T>(T value, int up = 0, [CallerLineNumber] int line = 0, [CallerFilePath] string file = "")
    {
        Truth.At("Said.Echo", isTold: true, line - up, file);
        return Later.Echo(value);
    }
}
