using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using AsyncProf.Agent.Tests.Capture;
using AsyncProf.Capture;

namespace AsyncProf.Agent.Tests.Direct;

/// <summary>A copy of the agent in a context of its own, as it is injected.</summary>
[Collection(CaptureCollection.Name)]
public class DirectContextTests
{
    [Fact]
    public void Start_InAContextOfItsOwn_CapturesDirectlyAndLetsItGoAfterwards()
    {
        string before = SourceFields.Read();
        WeakReference context = StartAndStop(out string how);

        for (int i = 0; i < 20 && context.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal("direct", how);
        Assert.Equal(before, SourceFields.Read());
        Assert.False(context.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference StartAndStop(out string how)
    {
        var context = new AssemblyLoadContext("copy", isCollectible: true);
        Assembly core = context.LoadFromAssemblyPath(typeof(CaptureMode).Assembly.Location);
        Type copied = context.LoadFromAssemblyPath(typeof(CaptureHub).Assembly.Location).GetType(typeof(TplIntake).FullName!)!;
        object hub = copied.Assembly.GetType(typeof(CaptureHub).FullName!)!.GetProperty("Instance")!.GetValue(null)!;
        object intake = copied.GetConstructors()[0].Invoke([hub]);
        copied.GetMethod("Start")!.Invoke(intake, [Enum.ToObject(core.GetType(typeof(CaptureMode).FullName!)!, 0), Enum.ToObject(core.GetType(typeof(MeasuredUse).FullName!)!, 0)]);
        OneThreadCalls.Run(100);
        how = (string)copied.GetProperty("How")!.GetValue(intake)!;
        copied.GetMethod("Stop")!.Invoke(intake, null);
        copied.GetMethod("Settle")!.Invoke(intake, null);
        context.Unload();
        return new WeakReference(context, trackResurrection: true);
    }
}
