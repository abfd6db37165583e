namespace AsyncProf.Fuzzing.Mutations;

/// <summary>Changes a list of whole parts (fields of a message, blocks of a file, words of a line), so that what stands around them stays right.</summary>
internal static class PartMutator
{
    private const int MostRepeats = 3_000;

    /// <summary>Leaves out, repeats, swaps, inserts, or changes the inside of parts.</summary>
    /// <param name="parts">The parts; changed.</param>
    /// <param name="other">Parts of another input.</param>
    /// <param name="sizeOf">How long one is.</param>
    /// <param name="change">Changes the inside of one.</param>
    /// <param name="random">Chooses.</param>
    public static void Mutate<T>(List<T> parts, IReadOnlyList<T> other, Func<T, int> sizeOf, Func<T, T> change, Random random)
    {
        for (int changes = 1 << random.Next(4); changes > 0 && parts.Count > 0; changes--)
        {
            int at = random.Next(parts.Count);
            switch (random.Next(7))
            {
                case 0:
                    parts.RemoveAt(at);
                    break;
                case 1:
                    int most = Math.Min(random.Next(10) == 0 ? MostRepeats : 3, (ByteMutator.Longest - parts.Sum(sizeOf)) / Math.Max(1, sizeOf(parts[at])));
                    parts.InsertRange(at, Enumerable.Repeat(parts[at], random.Next(Math.Max(0, most) + 1)));
                    break;
                case 2:
                    int to = random.Next(parts.Count);
                    (parts[at], parts[to]) = (parts[to], parts[at]);
                    break;
                case 3 when other.Count > 0:
                    parts.Insert(at, other[random.Next(other.Count)]);
                    break;
                default:
                    parts[at] = change(parts[at]);
                    break;
            }
        }
    }
}
