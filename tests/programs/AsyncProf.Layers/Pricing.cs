namespace Layers;

/// <summary>Local functions and lambdas of the same names as another class's.</summary>
internal sealed class Pricing
{
    private static readonly Counter Total = Tally.Of("Layers.Pricing.TotalAsync"), Step = Tally.Of("Layers.Pricing.TotalAsync.StepAsync"), Nested = Tally.Of("Layers.Pricing.TotalAsync.InnerAsync");
    private static readonly Counter Lambda = Tally.Of("Layers.Pricing.TotalAsync.lambda#1"), Pooled = Tally.Of("Layers.Pricing.TotalAsync.lambda#2");

    public async Task<int> TotalAsync(int id)
    {
        Total.Add();
        Func<int, Task<int>> twice = async value =>
        {
            Lambda.Add();
            await Task.Yield();
            return value * 2;
        };
        int sum = await StepAsync(id) + await twice(id);
        sum += await Task.Run(async () =>
        {
            Pooled.Add();
            await Task.Yield();
            return sum;
        });
        await Task.Yield();
        return sum;

        async Task<int> StepAsync(int value)
        {
            Step.Add();
            await Task.Yield();
            return await InnerAsync() + value;

            async Task<int> InnerAsync()
            {
                Nested.Add();
                await Task.Yield();
                return id;
            }
        }
    }
}
