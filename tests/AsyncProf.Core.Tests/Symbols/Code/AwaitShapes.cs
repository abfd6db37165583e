using System.Runtime.CompilerServices;

namespace AsyncProf.Core.Tests.Symbols.Code;

/// <summary>Awaits of every shape, each at the line that its awaitable knows. Tests compile this file anew, as programs are: Debug and Release.</summary>
public class AwaitShapes<TK>
{
    private static int s_line;
    private ProbeAwaitable _field = AwaitProbe.A();

    public async Task Sequence()
    {
        await AwaitProbe.A();
        await AwaitProbe.B(); await AwaitProbe.C();
        await AwaitProbe.T();
        await AwaitProbe.V();
        int x = await AwaitProbe.TI() + await AwaitProbe.VI();
        await AwaitProbe.T().ConfigureAwait(false);
        await AwaitProbe.V().ConfigureAwait(false);
        await AwaitProbe.VI().AsTask().ConfigureAwait(ConfigureAwaitOptions.None);
        await AwaitProbe.Of("x");
        GC.KeepAlive(x);
    }

    public async Task Nested()
    {
        await Use(await AwaitProbe.TI(), await AwaitProbe.VI());
        await Use(await AwaitProbe.Of(3), await AwaitProbe.Of(await AwaitProbe.TI()));
    }

    private static ProbeAwaitable Use(int a, int b, [CallerLineNumber] int line = 0) => new(line, "Use");

    public async Task Branches(int n)
    {
        if (await AwaitProbe.TI() == 1)
            await AwaitProbe.A();
        else
            await AwaitProbe.B();
        while (await AwaitProbe.TI() == 1 && n-- > 0)
        {
            if (n % 2 == 0)
            {
                await AwaitProbe.B();
                continue;
            }
            await AwaitProbe.C();
        }
        for (int i = await AwaitProbe.TI(); i < await AwaitProbe.TI() + 1; i += await AwaitProbe.TI())
        {
            await AwaitProbe.T();
        }
        do
        {
            await AwaitProbe.V();
        }
        while (await AwaitProbe.TI() == 0);
        foreach (int i in new[] { 1, 2 })
            await AwaitProbe.V();
        switch (await AwaitProbe.TI())
        {
            case 1:
                await AwaitProbe.A();
                break;
            default:
                await AwaitProbe.B();
                break;
        }
    }

    public async Task Catches()
    {
        try
        {
            await AwaitProbe.A();
            throw new InvalidOperationException();
        }
        catch (InvalidOperationException) when (Mark())
        {
            await AwaitProbe.B();
        }
        catch (Exception e)
        {
            await AwaitProbe.C();
            GC.KeepAlive(e);
        }
        finally
        {
            await AwaitProbe.T();
        }
        try
        {
            await AwaitProbe.V();
        }
        finally
        {
            await AwaitProbe.A();
            await AwaitProbe.B();
        }
    }

    public async Task<int> Usings()
    {
        await using (new ProbeResource(Line()))
        {
            await AwaitProbe.A();
        }
        await using var r = new ProbeResource(Line());
        await using (var s = new ProbeResource(Line()))
            await AwaitProbe.B();
        await using var q = new ProbeResource(Line()).ConfigureAwait(false);
        await AwaitProbe.T();
        return await AwaitProbe.TI();
    }

    private static bool Mark() => s_line++ >= 0;

    private static int Line([CallerLineNumber] int line = 0) => line;

    public async Task Foreach()
    {
        await foreach (int i in ProbeSequence.Make())
        {
            await AwaitProbe.A();
        }
        await foreach (int i in ProbeSequence.Make().ConfigureAwait(false))
            await AwaitProbe.B();
        await foreach (int i in Numbers().WithCancellation(default))
            Mark();
        await AwaitProbe.C();
    }

    public async IAsyncEnumerable<int> Numbers([EnumeratorCancellation] CancellationToken c = default)
    {
        await AwaitProbe.A();
        yield return 1;
        await AwaitProbe.T();
        yield return await AwaitProbe.VI();
        try
        {
            yield return 2;
        }
        finally
        {
            await AwaitProbe.B();
        }
    }

    public async Task Expressions(bool yes)
    {
        await (yes ? AwaitProbe.A() : AwaitProbe.B());
        await (s_line switch { 0 => AwaitProbe.A(), 1 => AwaitProbe.B(), _ => AwaitProbe.C() });
        int n = yes ? await AwaitProbe.TI() : await AwaitProbe.VI();
        int m = n switch { 1 => await AwaitProbe.TI(), _ => await AwaitProbe.VI() };
        AwaitShapes<TK>? self = yes ? this : null;
        await (Me(self) ?? AwaitProbe.B());
        var t = AwaitProbe.A(Line() + 2);
        Mark();
        await t;
        var u = AwaitProbe.TI(Line() + 2);
        await AwaitProbe.B();
        await u;
        _field = new ProbeAwaitable(Line() + 1, "_field");
        await _field;
        string s = $"{await AwaitProbe.TI()} {await AwaitProbe.Of("x")}";
        object[] o = [await AwaitProbe.TI(), await AwaitProbe.VI()];
        var p = (await AwaitProbe.TI(), await AwaitProbe.Of(this));
        if (p is (1, { _field: not null }) && await AwaitProbe.TI() is 1 or 2)
            await AwaitProbe.A();
        GC.KeepAlive((n, m, s, o));
    }

    private static ProbeAwaitable? Me(object? self, [CallerLineNumber] int line = 0) => self is null ? null : new(line, "Me");

    public async ValueTask<int> Value() { await AwaitProbe.A(); return await AwaitProbe.TI(); }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> Pooled()
    {
        await AwaitProbe.A();
        return await AwaitProbe.TI();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask PooledV()
    {
        await AwaitProbe.V();
        await AwaitProbe.B();
    }

    public async void Void(TaskCompletionSource done)
    {
        await AwaitProbe.A();
        await AwaitProbe.T();
        done.SetResult();
    }

    public async Task<T> Generic<T>(T value)
    {
        await AwaitProbe.A();
        T got = await AwaitProbe.Of(value);
        await AwaitProbe.V();
        return got;
    }

    public async Task Lambdas()
    {
        Func<Task<int>> f = async () => await AwaitProbe.TI();
        Func<Task> g = async () =>
        {
            await AwaitProbe.A();
            Func<Task> inner = async () =>
            {
                await f();
                await AwaitProbe.B();
            };
            await inner();
        };
        await g();
        await Local(3);
        async Task Local(int x)
        {
            await AwaitProbe.C();
            await AwaitProbe.T();
            if (x > 0)
                await Local(x - 1);
        }
    }

    public async Task Many()
    {
        await Task.WhenAll(Value().AsTask(), Pooled().AsTask(), PooledV().AsTask());
        var done = new TaskCompletionSource();
        Void(done);
        await done.Task;
        await Generic(1);
        await Generic("x");
        await Generic(this);
    }

    public async Task MultiLine()
    {
        await AwaitProbe
            .A(Line() - 1);
        int x = Math.Max(
            await AwaitProbe.TI(Line() - 1),
            2);
        var t = new
        {
            A = await AwaitProbe.TI(Line() - 2),
        };
        GC.KeepAlive((x, t));
    }

    public async Task All()
    {
        await Sequence(); await Nested(); await Branches(4); await Catches(); await Usings(); await Foreach();
        await Expressions(true); await Expressions(false); await Lambdas(); await Many(); await MultiLine();
    }
}
