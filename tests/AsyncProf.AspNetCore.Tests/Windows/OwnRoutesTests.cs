using System.Text.RegularExpressions;
using AsyncProf.Windows;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace AsyncProf.AspNetCore.Tests.Windows;

public sealed class OwnRoutesTests
{
    [Theory]
    [InlineData("GET /ops/debug/asyncprof/profile", false)]
    [InlineData("GET /debug/a.b", false)]
    [InlineData("(asyncprof window)", false)]
    [InlineData("GET /ops/debug/asyncprof/profile/more", true)]
    [InlineData("GET /debug/aXb", true)]
    [InlineData("GET /orders/{id}", true)]
    [InlineData("Shop.Worker.RunAsync", true)]
    public void AllOthers_OfNamesOfRoots_LeavesOutItsOwn(string name, bool isKept)
    {
        var routes = new OwnRoutes();
        foreach (string route in (string[])["/ops/debug/asyncprof/profile", "debug/a.b"])
        {
            var context = new DefaultHttpContext();
            context.SetEndpoint(new RouteEndpoint(_ => Task.CompletedTask, RoutePatternFactory.Parse(route), 0, null, null));
            routes.Note(_ => Task.CompletedTask)(context);
        }

        Regex all = routes.AllOthers();

        Assert.Equal(isKept, all.IsMatch(name));
    }
}
