namespace AsyncProf.Libraries.Orleans;

/// <summary>An account that keeps its balance in storage, and looks at it now and then.</summary>
public sealed class AccountGrain([PersistentState("account")] IPersistentState<AccountState> account) : Grain, IAccountGrain
{
    private int _looks;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(LookAsync, new GrainTimerCreationOptions(TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(200)));
        return base.OnActivateAsync(cancellationToken);
    }

    public async Task<int> DepositAsync(int amount)
    {
        account.State.Balance += amount;
        await account.WriteStateAsync();
        return account.State.Balance;
    }

    public async Task<bool> WithdrawAsync(int amount)
    {
        if (account.State.Balance < amount)
            return false;
        account.State.Balance -= amount;
        await account.WriteStateAsync();
        return true;
    }

    public Task<int> BalanceAsync() => Task.FromResult(account.State.Balance);

    private async Task LookAsync(CancellationToken cancel)
    {
        await Task.Delay(1, cancel);
        _looks++;
    }
}
