namespace AsyncProf.Budgets;

/// <summary>A file takes more memory than it may. Those who use the library see it as an <see cref="InvalidDataException"/>.</summary>
/// <param name="limit">The limit in bytes.</param>
internal sealed class MemoryBudgetException(long limit) : Exception(FormattableString.Invariant($"reading it takes more than {limit >> 20} MiB of memory"))
{
    /// <summary>The limit in bytes.</summary>
    public long Limit { get; } = limit;

    /// <summary>Reads something for those who know no such exception.</summary>
    /// <exception cref="InvalidDataException">It takes more than it may, or is otherwise wrong.</exception>
    public static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (MemoryBudgetException exception)
        {
            throw new InvalidDataException(exception.Message, exception);
        }
    }
}
