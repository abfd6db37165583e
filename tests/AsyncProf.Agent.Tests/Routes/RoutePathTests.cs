using AsyncProf.Routes;

namespace AsyncProf.Agent.Tests.Routes;

public class RoutePathTests
{
    [Theory]
    [InlineData("", "/")]
    [InlineData("/", "/")]
    [InlineData("orders/{id:int}", "/orders/{id:int}")]
    [InlineData("~/orders", "/orders")]
    [InlineData("{controller=Home}/{action=Index}/{id?}", "/Cart/List/{id?}")]
    [InlineData("{area:exists}/{controller}", "/{area:exists}/Cart")]
    [InlineData("{*controller}", "/Cart")]
    [InlineData("files/{**path}", "/files/{**path}")]
    [InlineData("x/{id:regex(^\\d{{3}}$)}/{action}", "/x/{id:regex(^\\d{{3}}$)}/List")]
    [InlineData("a/{{controller}}/b", "/a/{{controller}}/b")]
    [InlineData("broken/{controller", "/broken/{controller")]
    [InlineData("broken}/{", "/broken}/{")]
    public void Of_ARoute_IsItsTextWithWhatIsFixed(string text, string expected) =>
        Assert.Equal(expected, RoutePath.Of(text, static name => name switch
        {
            "controller" => "Cart",
            "action" => "List",
            "area" => "",
            _ => null,
        }));

    [Fact]
    public void Of_AnEndpointWithoutARoute_IsNull() => Assert.Null(RoutePath.Of(new object()));

    [Fact]
    public void Of_ARouteWithoutText_IsPutTogether()
    {
        var endpoint = new
        {
            RoutePattern = new
            {
                RawText = (string?)null,
                PathSegments = new[] { new { Parts = new object[] { new { Content = "orders" } } }, new { Parts = new object[] { new { Name = "id" }, new { Content = ".json" } } } },
            },
        };

        Assert.Equal("/orders/{id}.json", RoutePath.Of(endpoint));
    }
}
