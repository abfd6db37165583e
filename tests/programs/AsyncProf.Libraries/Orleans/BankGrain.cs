using Orleans.Concurrency;

namespace AsyncProf.Libraries.Orleans;

[StatelessWorker]
public sealed class BankGrain : Grain, IBankGrain
{
    public async Task<bool> TransferAsync(long from, long to, int amount)
    {
        if (!await GrainFactory.GetGrain<IAccountGrain>(from).WithdrawAsync(amount))
            return false;
        await Task.Delay(2);
        await GrainFactory.GetGrain<IAccountGrain>(to).DepositAsync(amount);
        return true;
    }

    public async Task<int> SumAsync(int accounts) =>
        (await Task.WhenAll(Enumerable.Range(0, accounts).Select(account => GrainFactory.GetGrain<IAccountGrain>(account).BalanceAsync()))).Sum();
}
