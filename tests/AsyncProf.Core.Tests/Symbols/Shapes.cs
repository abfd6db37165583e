namespace AsyncProf.Core.Tests.Symbols;

/// <summary>The shapes the compiler makes state machines for. Never called: only their metadata is read.</summary>
internal static class Shapes
{
    public static async Task PlainAsync() => await Task.Yield();

    public static async Task<T> GenericAsync<T>(T value)
    {
        await Task.Yield();
        return value;
    }

    public static async Task TwiceAsync(int number) => await Task.Delay(number);

    public static async Task TwiceAsync(List<int> numbers, string text) => await Task.Delay(numbers.Count + text.Length);

    public static async IAsyncEnumerable<int> IterateAsync()
    {
        await Task.Yield();
        yield return 1;
    }

    public static Task WithLocal()
    {
        return LocalAsync();

        static async Task LocalAsync() => await Task.Yield();
    }

    public static Func<Task> OneLambda() => async () => await Task.Yield();

    public static (Func<Task> First, Func<Task> Second) TwoLambdas() => (async () => await Task.Yield(), async () => await Task.Delay(1));

    public static void OnlyOnePlainMethod()
    {
    }
}
