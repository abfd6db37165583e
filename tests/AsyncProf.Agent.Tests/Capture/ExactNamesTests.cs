using AsyncProf.Capture;
using AsyncProf.Events;
using AsyncProf.Events.Tpl;

namespace AsyncProf.Agent.Tests.Capture;

[Collection(CaptureCollection.Name)]
public class ExactNamesTests
{
    /// <summary>A scheduler that goes on after a yield is known by it.</summary>
    [Fact]
    public void Begin_OfADelegateThatRunsAnother_KeepsItsName()
    {
        using IDisposable capture = CaptureHub.Instance.Start();
        var e = default(AsyncEvent);

        CaptureHub.Instance.Exact.Begin(CaptureHub.Instance.BufferOfThisThread()!, ref e, TplTaskName.Invoke);

        Assert.Equal(TplTaskName.Invoke, CaptureHub.Instance.Names[e.Extra]);
    }

    /// <summary>More delegates than a place keeps, as a helper starts that runs whatever it is given.</summary>
    [Fact]
    public void Begin_OfDelegatesThatAreKnown_AllocatesNothing()
    {
        using IDisposable capture = CaptureHub.Instance.Start();
        ThreadBuffer buffer = CaptureHub.Instance.BufferOfThisThread()!;
        string[] names = [.. Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? $"Task: Given{i}" : $"Task: <Give>b__{i}_0")];
        int[] first = Begin(), second = Begin();

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 100; round++)
            Run(second);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(first, second);
        Assert.All(names.Zip(second), pair => Assert.StartsWith(pair.First, CaptureHub.Instance.Names[pair.Second], StringComparison.Ordinal));
        if (CaptureHub.Instance.Exact.IsWalking)
            Assert.All(second, id => Assert.Contains(nameof(ExactNamesTests), CaptureHub.Instance.Names[id], StringComparison.Ordinal));

        int[] Begin()
        {
            var ids = new int[names.Length];
            Run(ids);
            return ids;
        }

        void Run(int[] ids)
        {
            for (int i = 0; i < names.Length; i++)
            {
                var e = default(AsyncEvent);
                CaptureHub.Instance.Exact.Begin(buffer, ref e, names[i]);
                ids[i] = e.Extra;
            }
        }
    }
}
