using System.Reflection;
using System.Runtime.CompilerServices;

namespace AsyncProf.Frames;

/// <summary>
/// Finds how far the saved frame pointer of <see cref="FrameChain"/> lies from its local, by three methods that are known to be above it, and so proves that the chain tells
/// the truth in this process. They are not optimised: small optimised methods keep no frame.
/// </summary>
internal static unsafe class FrameProof
{
    private const int FurthestWords = 64;

    /// <summary>The distance in words; 0 where the chain cannot be read, or does not lead through the known methods.</summary>
    /// <param name="methodAt">Tells the method at an address.</param>
    /// <param name="top">The end of this thread's stack.</param>
    public static int FindDistance(Func<nint, MethodBase?> methodAt, nint top)
    {
        for (int distance = 1; distance < FurthestWords; distance++)
        {
            if (Outer(methodAt, top, distance))
                return distance;
        }

        return 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    private static bool Outer(Func<nint, MethodBase?> methodAt, nint top, int distance) => Middle(methodAt, top, distance);

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    private static bool Middle(Func<nint, MethodBase?> methodAt, nint top, int distance) => Inner(methodAt, top, distance);

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    private static bool Inner(Func<nint, MethodBase?> methodAt, nint top, int distance)
    {
        nint* frames = stackalloc nint[FrameChain.MaximumDepth];
        int count = FrameChain.Copy(distance, top, frames);
        return count >= 3 && Is(frames[0], nameof(Inner)) && Is(frames[1], nameof(Middle)) && Is(frames[2], nameof(Outer));

        bool Is(nint frame, string name) => methodAt(((nint*)frame)[1] - 1) is { } method && method.Name == name && method.DeclaringType == typeof(FrameProof);
    }
}
