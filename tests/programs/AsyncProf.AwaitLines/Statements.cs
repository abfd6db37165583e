namespace AwaitLines;

/// <summary>Awaits in statements of every kind.</summary>
internal sealed class Statements
{
    public async Task RunAsync()
    {
        Truth.At("Statements.Sequence"); await Sequence();
        Truth.At("Statements.Loops"); await Loops();
        Truth.At("Statements.Branches"); await Branches(1);
        Truth.At("Statements.Branches"); await Branches(2);
        Truth.At("Statements.Catches"); await Catches(fails: true);
        Truth.At("Statements.Catches"); await Catches(fails: false);
        Truth.At("Statements.Usings"); await Usings();
        Truth.At("Statements.Value"); await Value();
    }

    private async Task Sequence()
    {
        Truth.At("Later.Void"); await Later.Void();
        Truth.At("Later.One"); int one = await Later.One();
        Truth.At("Later.ValueVoid"); await Later.ValueVoid();
        Truth.At("Later.ValueOne"); one += await Later.ValueOne();
        Truth.At("Later.Void"); await Later.Void().ConfigureAwait(false);
        Truth.At("Later.ValueOne"); one += await Later.ValueOne().ConfigureAwait(false);
        Truth.At("Later.One"); one += await Later.One().ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        Truth.At("Later.Void"); await Later.Void(); Truth.At("Later.One"); one += await Later.One();
        Truth.At("Task.Yield"); await Task.Yield();
        Truth.At("Later.Echo"); one += await Later.Echo(one);
        GC.KeepAlive(one);
    }

    private async Task Loops()
    {
        for (int i = 0; i < 3; i++)
        {
            Truth.At("Later.Void"); await Later.Void();
            if (i == 1)
                continue;
            Truth.At("Task.Yield"); await Task.Yield();
        }

        int left = 3;
        while (left > 0)
        {
            Truth.At("Later.One"); left -= await Later.One();
        }

        do
        {
            Truth.At("Later.ValueOne"); left += await Later.ValueOne();
        }
        while (left < 2);
        foreach (int each in (int[])[1, 2])
        {
            Truth.At("Later.Echo"); await Later.Echo(each);
        }
    }

    private async Task Branches(int which)
    {
        if (which == 1)
        {
            Truth.At("Later.Void"); await Later.Void();
        }
        else
        {
            Truth.At("Later.ValueVoid"); await Later.ValueVoid();
        }

        switch (which)
        {
            case 1:
                Truth.At("Later.One"); await Later.One();
                break;
            default:
                Truth.At("Later.ValueOne"); await Later.ValueOne();
                break;
        }

        Truth.At("Later.Void"); await Later.Void();
    }

    private async Task Catches(bool fails)
    {
        try
        {
            Truth.At("Later.Void"); await Later.Void();
            if (fails)
            {
                Truth.At("Later.Failing"); await Later.Failing();
            }
        }
        catch (InvalidOperationException error) when (error.Data.Count == 0)
        {
            Truth.At("Later.One"); await Later.One();
            Truth.At("Later.Void"); await Later.Void();
        }
        finally
        {
            Truth.At("Later.ValueVoid"); await Later.ValueVoid();
        }

        try
        {
            Truth.At("Task.Yield"); await Task.Yield();
        }
        finally
        {
            Truth.At("Later.One"); await Later.One();
            Truth.At("Task.Yield"); await Task.Yield();
        }
    }

    private async Task Usings()
    {
        Truth.At("Resource.DisposeAsync"); await using (new Resource())
        {
            Truth.At("Later.Void"); await Later.Void();
        }

        Truth.At("Resource.DisposeAsync"); await using var outer = new Resource();
        Truth.At("Resource.DisposeAsync"); await using var inner = new Resource().ConfigureAwait(false);
        Truth.At("Later.One"); await Later.One();
    }

    private async ValueTask<int> Value()
    {
        Truth.At("Later.ValueVoid"); await Later.ValueVoid();
        Truth.At("Later.One"); return await Later.One();
    }
}
