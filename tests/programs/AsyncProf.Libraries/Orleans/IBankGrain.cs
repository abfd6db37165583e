namespace AsyncProf.Libraries.Orleans;

public interface IBankGrain : IGrainWithIntegerKey
{
    Task<bool> TransferAsync(long from, long to, int amount);

    Task<int> SumAsync(int accounts);
}
