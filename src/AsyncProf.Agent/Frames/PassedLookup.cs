using System.Diagnostics;
using System.Runtime.CompilerServices;
using AsyncProf.Symbols.Places;

namespace AsyncProf.Frames;

/// <summary>Looks who stands between an operation that begins and the method that called it: they pass its task on. By whole stack traces, so only seldom.</summary>
internal sealed class PassedLookup(PlaceNames names, PlaceTable places, PassedFrames passed)
{
    private const int StacksPerSecond = 200;
    private const int MostBetween = 16;

    private readonly SecondBudget _stacks = new(StacksPerSecond);

    /// <summary>Looks at this thread's stack, on which an operation of a method begins.</summary>
    /// <param name="begun">The name of its operations.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Look(int begun)
    {
        if (!_stacks.TryTake())
            return;
        try
        {
            Read(begun);
        }
        catch (Exception)
        {
            // A method whose types cannot be loaded: who passed the task on is not known this time.
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Read(int begun)
    {
        var trace = new StackTrace(fNeedFileInfo: false);
        Span<int> between = stackalloc int[MostBetween];
        int at = between.Length; // filled from the end: the caller's side comes first
        bool isBelow = true;
        for (int i = 0; i < Math.Min(trace.FrameCount, FrameChain.MaximumDepth * 2); i++)
        {
            if (trace.GetFrame(i)?.GetMethod() is not { } method)
                continue;
            if (!PlaceNames.IsMoveNext(method))
            {
                if (!isBelow && at > 0 && names.PassingPlaceOf(method) is var id and not PlaceTable.None)
                    between[--at] = id;
                continue;
            }

            if (!isBelow)
            {
                if (at < between.Length && places[names.ValueOf(method, Place.NoOffset) >> FrameKind.Bits] is { } caller)
                    passed.Add(caller.NameId, begun, between[at..], places);
                return;
            }

            isBelow = false;
        }
    }
}
