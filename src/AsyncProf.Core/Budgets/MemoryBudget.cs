namespace AsyncProf.Budgets;

/// <summary>
/// How much memory reading may take, all files of one command together. Whoever keeps something of a file charges an estimate of its bytes before it is made, so that
/// no file takes more, however small it is when it is packed. For one thread.
/// </summary>
/// <param name="limit">The limit in bytes.</param>
internal sealed class MemoryBudget(long limit)
{
    /// <summary>The limit where nobody asked for another: 512 MiB, enough for a million samples.</summary>
    public const long DefaultLimit = 512L << 20;

    /// <summary>In bytes.</summary>
    public long Limit { get; } = limit;

    /// <summary>What is charged now, in bytes.</summary>
    public long Used { get; private set; }

    /// <summary>Charges what stays.</summary>
    /// <exception cref="MemoryBudgetException">There is not so much left.</exception>
    public void Charge(long bytes)
    {
        if (bytes > Limit - Used)
            throw new MemoryBudgetException(Limit);
        Used += bytes;
    }

    /// <summary>Gives back what is not kept any more.</summary>
    public void Release(long bytes) => Used -= bytes;

    /// <summary>An account for what is kept for a while only.</summary>
    public MemoryAccount Open() => new(this);
}
