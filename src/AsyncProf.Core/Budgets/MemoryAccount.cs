namespace AsyncProf.Budgets;

/// <summary>What is kept until it is disposed of, charged to a budget.</summary>
internal sealed class MemoryAccount(MemoryBudget budget) : IDisposable
{
    /// <summary>What it holds, in bytes.</summary>
    public long Held { get; private set; }

    /// <summary>What is left of the budget, in bytes.</summary>
    public long Left => budget.Limit - budget.Used;

    /// <summary>Charges so many bytes more.</summary>
    /// <exception cref="MemoryBudgetException">There is not so much left.</exception>
    public void Charge(long bytes)
    {
        budget.Charge(bytes);
        Held += bytes;
    }

    /// <summary>Gives so many bytes back.</summary>
    public void Release(long bytes)
    {
        budget.Release(bytes);
        Held -= bytes;
    }

    /// <summary>Holds so many bytes from now on, whatever it held.</summary>
    /// <exception cref="MemoryBudgetException">There is not so much left.</exception>
    public void Set(long bytes) => Charge(bytes - Held);

    /// <inheritdoc/>
    public void Dispose() => Release(Held);
}
