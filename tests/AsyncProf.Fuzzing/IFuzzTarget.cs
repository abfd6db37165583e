namespace AsyncProf.Fuzzing;

/// <summary>Something that takes input from anywhere.</summary>
internal interface IFuzzTarget : IDisposable
{
    /// <summary>What it is called on the command line, and the folder of its corpus.</summary>
    string Name { get; }

    /// <summary>Inputs as they should be, the same each time.</summary>
    IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>An input made of seeds, the same for the same state of the generator.</summary>
    byte[] Mutate(Random random);

    /// <summary>Takes an input. It returns, or throws what is documented for bad input, where that is said to be one.</summary>
    void Take(byte[] input);

    /// <summary>Whether an exception is the documented end of bad input.</summary>
    bool IsExpected(Exception exception);
}
