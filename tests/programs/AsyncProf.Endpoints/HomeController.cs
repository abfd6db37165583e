using Microsoft.AspNetCore.Mvc;

namespace AsyncProf.Endpoints;

/// <summary>Conventional routes.</summary>
public class HomeController : ControllerBase
{
    public string Index() => "index";

    public string Details(string id) => id;
}
