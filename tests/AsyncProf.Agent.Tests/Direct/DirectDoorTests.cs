using System.Diagnostics.Tracing;
using AsyncProf.Agent.Tests.Capture;
using AsyncProf.Capture;
using AsyncProf.Direct;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.Agent.Tests.Direct;

/// <summary>That the receiver gets everything and changes nothing for anybody else: listeners in the same process, in every order.</summary>
[Collection(CaptureCollection.Name)]
public sealed class DirectDoorTests : IDisposable
{
    private static readonly (EventLevel Level, long Keywords)[] Asked =
    [
        (EventLevel.Informational, 0x39), (EventLevel.Verbose, 0x2), (EventLevel.Verbose, 0x47), (EventLevel.Warning, 0x39), (EventLevel.Informational, 0x8), (EventLevel.Verbose, 0x3f), (EventLevel.LogAlways, 0x1),
    ];

    private static readonly RuntimeShape Shape = RuntimeShape.TryBind(out _)!;

    private readonly DirectDoor _door = new(Shape, new SourceState(true, 4, 0x39));

    public void Dispose()
    {
        _door.Close();
        _door.Settle();
    }

    [Fact]
    public void Open_CallsOnThisThread_TellsEachEvent()
    {
        var sink = new CountingSink();
        Assert.True(_door.TryOpen(sink));

        OneThreadCalls.Run(100);

        Assert.Equal(OneThreadCalls.EventsOf(100), sink.Take());
        Assert.Equal(0, _door.Faults);
    }

    [Fact]
    public void Close_AfterOpen_LeavesNothingBehind()
    {
        string before = SourceFields.Read();
        var sink = new CountingSink();
        Assert.True(_door.TryOpen(sink));
        OneThreadCalls.Run(10);
        sink.Take();

        _door.Close();
        OneThreadCalls.Run(10);

        Assert.Equal(before, SourceFields.Read());
        Assert.Equal("", sink.Take());
    }

    /// <summary>The runtime reads what is asked for before it takes the lock under which a command is carried out, and we may have gone by then.</summary>
    [Fact]
    public void Close_ACommandOnItsWayThatReadWhatWeAskedFor_IsMended()
    {
        string before = SourceFields.Read();
        Assert.True(_door.TryOpen(new CountingSink()));
        _door.Close();

        Shape.Send(new SourceState(true, 4, 0x39));

        Assert.Equal(before, SourceFields.Read());
        Assert.Equal(0, _door.Faults);
    }

    [Fact]
    public async Task FindFault_UnderTheRuntimesLockOfAllListeners_FindsNone()
    {
        string? fault = await Task.Run(() =>
        {
            lock (Shape.ListenersLock) // as an app's own source does that starts a profile in its command
                return DirectProof.FindFault(_door);
        }).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Null(fault);
    }

    [Fact]
    public void Intake_OnceWhoeverWasThereHasLeft_IsDirect()
    {
        Assert.True(_door.TryOpen(new CountingSink()));
        var intake = new TplIntake(CaptureHub.Instance);
        intake.Start(CaptureMode.Auto);
        Assert.Equal($"listener ({TplIntake.Occupied})", intake.How);
        intake.Stop();
        _door.Close();

        intake.Start(CaptureMode.Auto);
        Assert.Equal(TplIntake.Directly, intake.How);
        intake.Stop();
        intake.Settle();
    }

    [Fact]
    public void Open_WhileASecondOne_IsRefused()
    {
        var other = new DirectDoor(Shape, new SourceState(true, 4, 0x39));
        var sink = new CountingSink();
        Assert.True(_door.TryOpen(sink));

        Assert.False(other.TryOpen(new CountingSink()));
        other.Close();
        OneThreadCalls.Run(10);

        Assert.Equal(OneThreadCalls.EventsOf(10), sink.Take());
    }

    [Fact]
    public void Open_ListenersOfAllKinds_GetWhatTheyGetWithoutIt()
    {
        var sink = new CountingSink();
        foreach ((EventLevel level, long keywords) in Asked)
        {
            string without = Listened(level, keywords);
            Assert.True(_door.TryOpen(sink));
            string with = Listened(level, keywords);
            Assert.Equal(OneThreadCalls.EventsOf(100), sink.Take());
            OneThreadCalls.Run(100);
            Assert.Equal(OneThreadCalls.EventsOf(100), sink.Take());
            _door.Close();

            Assert.Equal(without, with);
        }

        static string Listened(EventLevel level, long keywords)
        {
            using var listener = new CountingListener();
            listener.EnableEvents(SourceFields.Source, level, (EventKeywords)keywords);
            OneThreadCalls.Run(100);
            return listener.Take();
        }
    }

    [Fact]
    public void OpenAndClose_RandomOrdersWithListeners_TheSourceStandsAsWithoutIt()
    {
        int sequences = Tier.IsDeep ? 300 : 60;
        for (int seed = 0; seed < sequences; seed++)
        {
            List<string> without = States(seed, door: null), with = States(seed, _door);
            Assert.Equal([$"seed {seed}", .. without], [$"seed {seed}", .. with]);
        }
    }

    [Fact]
    public async Task Open_ListenersComeAndGoUnderLoad_LosesNothing()
    {
        string before = SourceFields.Read();
        bool isOver = false;
        Task others = Task.Factory.StartNew(
            () =>
            {
                var random = new Random(1);
                for (int i = 0; i < 1000; i++)
                {
                    var listener = new CountingListener();
                    (EventLevel level, long keywords) = Asked[random.Next(Asked.Length)];
                    listener.EnableEvents(SourceFields.Source, level, (EventKeywords)keywords);
                    if (i % 2 == 0)
                        listener.DisableEvents(SourceFields.Source);
                    listener.Dispose();
                }

                Volatile.Write(ref isOver, true);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        var sink = new CountingSink();
        Assert.True(_door.TryOpen(sink));
        while (!Volatile.Read(ref isOver))
        {
            OneThreadCalls.Run(100);
            Assert.Equal(OneThreadCalls.EventsOf(100), sink.Take());
        }

        await others;

        _door.Close();
        Assert.Equal(before, SourceFields.Read());
        Assert.Equal(0, _door.Faults);
    }

    [Fact]
    public async Task OpenAndClose_AThousandTimesUnderLoad_TheAppNoticesNothing()
    {
        string before = SourceFields.Read();
        bool isOver = false;
        Task load = Task.Factory.StartNew(
            () =>
            {
                while (!Volatile.Read(ref isOver))
                    OneThreadCalls.Run(10);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        for (int i = 0; i < 1000; i++)
        {
            var sink = new CountingSink();
            Assert.True(_door.TryOpen(sink));
            OneThreadCalls.Run(1);
            Assert.Equal(OneThreadCalls.EventsOf(1), sink.Take());
            _door.Close();
        }

        Volatile.Write(ref isOver, true);
        await load;
        Assert.Equal(before, SourceFields.Read());
    }

    [Fact]
    public void OnEvent_SinkThatThrowsSleepsOrAwaits_TheAppNoticesNothing()
    {
        foreach (Action misbehaves in new Action[] { static () => throw new InvalidOperationException("on purpose"), static () => Thread.Sleep(1), static () => _ = Task.Yield() })
        {
            var sink = new CountingSink(misbehaves);
            Assert.True(_door.TryOpen(sink));
            OneThreadCalls.Run(20);
            Assert.Equal(OneThreadCalls.EventsOf(20), sink.Take());
            _door.Close();
        }
    }

    /// <summary>Whatever stands at the end of each step in which we are off; the steps are the same with and without us.</summary>
    private static List<string> States(int seed, DirectDoor? door)
    {
        var random = new Random(seed);
        var states = new List<string>();
        var listeners = new CountingListener?[2];
        var sink = new CountingSink();
        bool isOpen = false;
        for (int step = 0; step < 12; step++)
        {
            int what = random.Next(5), which = random.Next(2), asked = random.Next(Asked.Length);
            if (what == 0)
            {
                isOpen = !isOpen;
                if (isOpen)
                    Assert.NotEqual(false, door?.TryOpen(sink));
                else
                    door?.Close();
            }
            else if (listeners[which] is not { } listener)
            {
                (listeners[which] = new CountingListener()).EnableEvents(SourceFields.Source, Asked[asked].Level, (EventKeywords)Asked[asked].Keywords);
            }
            else if (what == 1)
            {
                listener.EnableEvents(SourceFields.Source, Asked[asked].Level, (EventKeywords)Asked[asked].Keywords);
            }
            else
            {
                if (what == 2)
                    listener.DisableEvents(SourceFields.Source);
                listener.Dispose();
                listeners[which] = null;
            }

            if (!isOpen)
            {
                states.Add($"step {step}: {SourceFields.Read()}");
            }
            else if (door is not null)
            {
                sink.Take();
                OneThreadCalls.Run(2);
                Assert.Equal(OneThreadCalls.EventsOf(2), sink.Take());
            }
        }

        door?.Close();
        foreach (CountingListener? listener in listeners)
            listener?.Dispose();
        states.Add(SourceFields.Read());
        return states;
    }
}
