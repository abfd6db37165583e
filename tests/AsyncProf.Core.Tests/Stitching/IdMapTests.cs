using AsyncProf.Stitching.Operations;

namespace AsyncProf.Core.Tests.Stitching;

public class IdMapTests
{
    [Fact]
    public void SetAndRemove_RandomIds_BehavesLikeADictionary()
    {
        var random = new Random(20261122);
        var map = new IdMap();
        var expected = new Dictionary<int, int>();

        for (int i = 1; i < 200_000; i++)
        {
            int key = random.Next(1, 5_000) * (random.Next(2) == 0 ? 1 : -1);
            if (random.Next(3) == 0)
            {
                if (expected.Remove(key, out int slot))
                    map.Remove(key, slot);
            }
            else
            {
                expected[key] = i;
                map.Set(key, i);
            }
        }

        Assert.Equal(expected.Count, map.Count);
        foreach (int key in Enumerable.Range(-5_000, 10_001).Where(key => key != 0))
            Assert.Equal(expected.GetValueOrDefault(key), map.Find(key));
    }

    [Fact]
    public void Find_OfNoId_LeadsNowhereWhateverWasRemoved()
    {
        var map = new IdMap();
        for (int key = 1; key < 5_000; key++)
        {
            map.Set(key, key);
            map.Remove(key, key);

            Assert.Equal(0, map.Find(0));
        }
    }

    [Fact]
    public void Remove_OfAnIdThatMeansAnotherSlotNow_DoesNothing()
    {
        var map = new IdMap();
        map.Set(5, 1);
        map.Set(5, 2);

        map.Remove(5, 1);

        Assert.Equal(2, map.Find(5));
    }
}
