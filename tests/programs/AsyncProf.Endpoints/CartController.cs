using Microsoft.AspNetCore.Mvc;

namespace AsyncProf.Endpoints;

/// <summary>Conventional routes of an area.</summary>
[Area("Shop")]
public class CartController : ControllerBase
{
    public string Index() => "cart";
}
