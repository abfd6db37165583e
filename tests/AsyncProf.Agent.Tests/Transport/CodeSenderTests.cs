using AsyncProf.Events;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Awaits;
using AsyncProf.Symbols.Metadata;
using AsyncProf.Symbols.Places;
using AsyncProf.Transport;

namespace AsyncProf.Agent.Tests.Transport;

public sealed class CodeSenderTests : IDisposable
{
    private const int Sent = 5, Unsent = 7;

    private readonly SentRecords _records = new();
    private readonly PlaceTable _places = new();
    private readonly PassedFrames _passed = new();
    private readonly CodeSender _sender;

    public CodeSenderTests() => _sender = new CodeSender(_places, _passed, new MethodTable(new NameTable(), new MetadataIndex()), new NoAwaits(), _records.Source);

    public void Dispose() => _records.Dispose();

    [Fact]
    public void SendPlaces_OneWhoseNameHasNotBeenSent_WaitsForIt()
    {
        int first = Add(Sent), waiting = Add(Unsent), last = Add(Sent);

        _sender.SendPlaces(Unsent);
        Assert.Equal([first], _records.TakePlaces());

        _sender.SendPlaces(Unsent + 1);
        Assert.Equal([waiting, last], _records.TakePlaces());

        _sender.SendPlaces(Unsent + 1);
        Assert.Empty(_records.TakePlaces());
    }

    [Fact]
    public void SendPlaces_PassedBetweenNamesThatHaveNotBeenSent_WaitsForThem()
    {
        _passed.Add(Sent, Sent, [], _places);
        _passed.Add(Sent, Unsent, [], _places);

        _sender.SendPlaces(Unsent);
        Assert.Equal([(Sent, Sent)], _records.TakePassed());

        _sender.SendPlaces(Unsent + 1);
        Assert.Contains((Sent, Unsent), _records.TakePassed());

        _sender.SendPlaces(Unsent + 1);
        Assert.Empty(_records.TakePassed());
    }

    private int Add(int name) => _places.Add(new Place("App", "App.Type", "MoveNext") { NameId = name, ILOffset = name });
}
