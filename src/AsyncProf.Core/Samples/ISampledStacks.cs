using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Samples;

/// <summary>What sampled stacks mean, by their numbers.</summary>
internal interface ISampledStacks
{
    /// <summary>What an operation's thread was in below the operation's own method, the outermost first; empty where it was in that method itself.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="operation">The method that the thread executed.</param>
    SampledPath Below(int stack, MethodName operation);

    /// <summary>At which lines the thread was: of the operation's own method, and of the synchronous ones that are certain. Those that are not known are left out.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="operation">The method that the thread executed.</param>
    IEnumerable<SampledLine> LinesOf(int stack, MethodName operation);

    /// <summary>What a thread was in that executed no operation, the outermost first.</summary>
    /// <param name="stack">The stack.</param>
    SampledPath Outside(int stack);
}
