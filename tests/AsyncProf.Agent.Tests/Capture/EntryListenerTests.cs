using System.Diagnostics;
using AsyncProf.Capture;
using AsyncProf.Events;

namespace AsyncProf.Agent.Tests.Capture;

/// <summary>What is told of a request, by whose wish its activity was made.</summary>
[Collection(CaptureCollection.Name)]
public sealed class EntryListenerTests : IDisposable
{
    private const string Caller = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-";

    private const string SourceName = "AsyncProf.Agent.Tests.Entries";

    private static readonly ActivitySource Source = new(SourceName);

    private readonly CaptureReader<ThreadBuffer> _reader = new(CaptureHub.Instance, buffer => buffer);
    private readonly IDisposable _capture = CaptureHub.Instance.Start();

    public void Dispose()
    {
        _capture.Dispose();
        _reader.Detach();
    }

    [Theory]
    [InlineData("00", 0L, false)]
    [InlineData("01", -0x4852948E96DFCCCFL, true)]
    public void Stop_OfAnActivityThatNobodyAskedFor_TellsTheCallerThatRecords(string flags, long parent, bool isRecorded)
    {
        Activity request = new Activity("request").SetParentId(Caller + flags).Start();
        long key = EntryListener.Key(request, out _);
        request.Stop();

        (EntryFlags told, long caller) = Read(key);
        Assert.Equal(isRecorded, told.HasFlag(EntryFlags.Recorded));
        Assert.False(told.HasFlag(EntryFlags.Exported));
        Assert.Equal(parent, caller);
    }

    [Theory]
    [InlineData(ActivitySamplingResult.AllDataAndRecorded, true)]
    [InlineData(ActivitySamplingResult.AllData, false)]
    public void Stop_OfAnActivityThatAListenerAskedFor_TellsWhetherItIsExported(ActivitySamplingResult result, bool isExported)
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => result,
        };
        ActivitySource.AddActivityListener(listener);
        Activity request = Source.StartActivity("request", ActivityKind.Server, ActivityContext.Parse(Caller + "01", null))!;
        long key = EntryListener.Key(request, out _);
        request.Stop();

        (EntryFlags told, long caller) = Read(key);
        Assert.Equal(isExported, told.HasFlag(EntryFlags.Exported));
        Assert.Equal(0, caller);
    }

    /// <summary>What the stop of an entry says, and who called as told before it.</summary>
    private (EntryFlags Flags, long Parent) Read(long key)
    {
        _reader.Collect();
        (EntryFlags Flags, long Parent)? found = null;
        foreach (CapturedThread<ThreadBuffer> queue in _reader.Queues)
        {
            long parent = 0;
            while (queue.TryPeek(out _))
            {
                foreach (ref readonly AsyncEvent e in queue.Take(long.MaxValue))
                {
                    if (e.Kind == AsyncEventKind.EntryDetail && e.Detail == (byte)EntryDetailKind.Parent)
                        parent = e.Payload;
                    if (e.Kind != AsyncEventKind.EntryStop)
                        continue;
                    if (e.Payload == key)
                        found = ((EntryFlags)e.Detail, parent);
                    parent = 0;
                }
            }
        }

        return found ?? throw new InvalidOperationException("The request has not been told.");
    }
}
