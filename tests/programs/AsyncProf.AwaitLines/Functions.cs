namespace AwaitLines;

/// <summary>Lambdas, local functions, generic methods of a generic type.</summary>
internal sealed class Functions<TKey>(TKey key)
{
    public async Task RunAsync()
    {
        Truth.At("Functions.Lambdas"); await Lambdas();
        Truth.At("Functions.Locals"); await Locals();
        Truth.At("Functions.Generic"); await Generic(1);
        Truth.At("Functions.Generic"); await Generic("x");
        Truth.At("Functions.Generic"); await Generic(this);
    }

    private async Task Lambdas()
    {
        Func<Task<int>> one = async () => await Said.One();
        Func<Task> outer = async () =>
        {
            Func<Task> inner = async () =>
            {
                Truth.At("Later.Void"); await Later.Void();
                Truth.At("Task.Yield"); await Task.Yield();
            };
            Truth.At("Func.Invoke"); await inner();
            Truth.At("Func.Invoke"); await one();
        };
        Truth.At("Func.Invoke"); await outer();
    }

    private async Task Locals()
    {
        Truth.At("Functions.Locals.Down"); await Down(2);

        async Task Down(int left)
        {
            Truth.At("Later.Void"); await Later.Void();
            if (left > 0)
            {
                Truth.At("Functions.Locals.Down"); await Down(left - 1);
            }
        }
    }

    private async Task<T> Generic<T>(T value)
    {
        Truth.At("Later.Echo"); T got = await Later.Echo(value);
        Truth.At("Later.Echo"); TKey told = await Later.Echo(key);
        Truth.At("Later.ValueVoid"); await Later.ValueVoid();
        GC.KeepAlive(told);
        return got;
    }
}
