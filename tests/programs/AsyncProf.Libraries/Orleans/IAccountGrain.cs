namespace AsyncProf.Libraries.Orleans;

public interface IAccountGrain : IGrainWithIntegerKey
{
    Task<int> DepositAsync(int amount);

    Task<bool> WithdrawAsync(int amount);

    Task<int> BalanceAsync();
}
