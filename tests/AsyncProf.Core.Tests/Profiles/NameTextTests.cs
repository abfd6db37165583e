using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Core.Tests.Profiles;

public class NameTextTests
{
    [Theory]
    [InlineData("Shop.Orders.OrderService.GetAsync", 40, "Shop.Orders.OrderService.GetAsync")]
    [InlineData("Shop.Orders.Application.Services.OrderService.GetAsync", 50, "Shop.…Application.Services.OrderService.GetAsync")]
    [InlineData("Shop.Orders.Application.Services.OrderService.GetAsync", 40, "Shop.…Services.OrderService.GetAsync")]
    [InlineData("Shop.Orders.OrderService.GetAsync", 26, "…OrderService.GetAsync")]
    [InlineData("Shop.AVeryLongNameOfATypeIndeed.GetAsync", 26, "…AVeryLongNameOfATypeIndeed.GetAsync")]
    [InlineData("Shop.Orders.OrderService.GetAsync.lambda#2", 30, "…OrderService.GetAsync.lambda#2")]
    [InlineData("Shop.Orders.OrderService.GetAsync(int, CancellationToken)", 52, "Shop.…OrderService.GetAsync(int, CancellationToken)")]
    [InlineData("Shop.Orders.OrderService.GetAsync(int, CancellationToken)", 30, "Shop.…OrderService.GetAsync(…)")]
    [InlineData("GetAsync (ambiguous)", 10, "GetAsync (ambiguous)")]
    [InlineData("(begun before recording)", 10, "(begun before recording)")]
    [InlineData("Shop.Pipeline.LoggingBehavior`2.Handle", 20, "…LoggingBehavior<T1, T2>.Handle")]
    [InlineData("Shop.Pipeline.CachingBehavior`2.Handle", 20, "…CachingBehavior<T1, T2>.Handle")]
    [InlineData("Shop.Store`1.IStore<Order>.GetAsync", 20, "…Store<T>.IStore<Order>.GetAsync")]
    [InlineData("Shop.ValidationBehavior`2.IBehavior<TRequest, TResponse>.Handle", 44, "…ValidationBehavior<,>.IBehavior<,>.Handle")]
    [InlineData("Shop.Store`1.IStore<Map<A, B>>.GetAsync", 28, "…Store<>.IStore<>.GetAsync")]
    [InlineData("", 10, "")]
    [InlineData(".", 10, ".")]
    public void Fit_AMethod_KeepsTypeAndMethodWhole(string name, int width, string text) => Assert.Equal(text, NameText.Fit(name, width));

    [Theory]
    [InlineData("GET /orders/{id:int}/invoice", 40, "GET /orders/{id:int}/invoice")]
    [InlineData("GET /orders/{id:int}/invoice", 24, "GET /orders/{id}/invoice")]
    [InlineData("GET /orders/{id:int}/invoice", 20, "GET /…/{id}/invoice")]
    [InlineData("GET /orders/{id:regex(^\\d{{3}}$)}", 20, "GET /orders/{id}")]
    public void Fit_ARoute_KeepsTheNamesOfItsParameters(string route, int width, string text) => Assert.Equal(text, NameText.Fit(new Frame(FrameKind.Entry, route, false), width));

    [Theory]
    [InlineData(WaitKind.Hidden, "System.Net.Http.HttpClient.GetStringAsync", 30, "…HttpClient.GetStringAsync")]
    [InlineData(WaitKind.BlockedOn, "Shop.Orders.OrderService.GetAsync", 34, "blocked on …OrderService.GetAsync")]
    [InlineData(WaitKind.Inlined, "Shop.Orders.OrderService.GetAsync", 40, "(inlined Shop.…OrderService.GetAsync)")]
    [InlineData(WaitKind.Named, "Task.Delay", 5, "await Task.Delay")]
    [InlineData(WaitKind.Unknown, "", 5, "await (unknown)")]
    internal void Fit_AWait_CutsOnlyWhatWasWaitedFor(WaitKind kind, string target, int width, string text) => Assert.Equal(text, NameText.Fit(Frame.OfWait(kind, target), width));

    [Theory]
    [InlineData("…OrderRepository<T>.LoadOrdersWithLinesAsync", 30, "…OrderRepository<T>", ".LoadOrdersWithLinesAsync")]
    [InlineData("…OrderRepository<T>.LoadAsync", 40, "…OrderRepository<T>.LoadAsync", "")]
    [InlineData("30 frames: …LoggingBehavior<T1, T2>.Handle", 30, "30 frames:", "…LoggingBehavior<T1, T2>.Handle")]
    [InlineData("Undividable", 5, "Undividable", "")]
    public void Break_ANameThatIsTooWide_GoesOnBelowFromADotOrASpace(string name, int width, string first, string rest) => Assert.Equal((first, rest), NameText.Break(name, width));

    [Fact]
    public void Fit_AnythingLong_LosesItsMiddle()
    {
        string text = NameText.Fit(new string('a', 500) + new string('b', 500), 40);

        Assert.InRange(text.Length, 1, 120);
        Assert.Matches("^a+…b+$", text);
    }

    [Theory]
    [InlineData("Shop.Store`1.Enumerator.MoveNextAsync", "Shop.Store<T>.Enumerator.MoveNextAsync")]
    [InlineData("Shop.Behavior`2.IPipeline.Handle", "Shop.Behavior<T1, T2>.IPipeline.Handle")]
    [InlineData("Shop.Odd`.Name`999999999999", "Shop.Odd`.Name`999999999999")]
    [InlineData("Plain", "Plain")]
    public void Display_OfAGenericType_ReadsAsCSharpWritesIt(string name, string text) => Assert.Equal(text, NameText.Display(name));
}
