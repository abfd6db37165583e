namespace AwaitLines;

/// <summary>Awaits within expressions.</summary>
internal sealed class Expressions
{
    private TaskCompletionSource<int> _source = new();

    public async Task RunAsync()
    {
        Truth.At("Expressions.Choices"); await Choices(true, 0);
        Truth.At("Expressions.Choices"); await Choices(false, 1);
        Truth.At("Expressions.Several"); await Several();
        Truth.At("Expressions.NullConditional"); await NullConditional(this);
        Truth.At("Expressions.Stored"); await Stored();
        Truth.At("Expressions.Patterns"); await Patterns();
    }

    private async Task Choices(bool yes, int which)
    {
        int one = yes
            ? await Said.One(up: 1)
            : await Said.Two(up: 2);
        one += which switch { 0 => await Said.One(), _ => await Said.Echo(1) }; // on one line: of arms on lines of their own the PDB gives each await that of the arm before
        if (yes && await Said.One() == 1)
            one++;
        GC.KeepAlive(one);
    }

    private async Task Several()
    {
        int sum = await Said.One() + await Said.Two();
        sum = Math.Max(await Said.Echo(await Said.One()), sum);
        string text = $"{await Said.One()} {await Said.Echo("x")}";
        int[] all = [await Said.One(), await Said.Two()];
        GC.KeepAlive((sum, text, all));
    }

    private async Task NullConditional(Expressions? self)
    {
        Truth.At("Expressions.Me"); await (self?.Me() ?? Task.CompletedTask);
    }

    private async Task Me()
    {
        Truth.At("Later.Void"); await Later.Void();
    }

    private async Task Stored()
    {
        _source = Later.Source(1);
        Truth.At("TaskCompletionSource.Task"); await _source.Task;
        Task<int> first = Later.One(), second = Later.Echo(2);
        Truth.At("Later.One"); await first;
        Truth.At("Later.Void"); await Later.Void();
        await second;
    }

    private async Task Patterns()
    {
        if (await Said.One() is 1 or 2 && (await Said.Echo("x")) is { Length: 1 })
        {
            Truth.At("Later.Void"); await Later.Void();
        }
    }
}
