namespace AsyncProf.Libraries.Orleans;

[GenerateSerializer]
public sealed class AccountState
{
    [Id(0)]
    public int Balance { get; set; }
}
