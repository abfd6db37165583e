using Microsoft.AspNetCore.Mvc;

namespace AsyncProf.Endpoints;

/// <summary>Attribute routes.</summary>
[ApiController]
[Route("api/[controller]")]
public class ProductsController : ControllerBase
{
    [HttpGet("{id:int}")]
    public async Task<int> GetAsync(int id)
    {
        await Task.Delay(10);
        return id;
    }

    [HttpDelete("{id:int}/[action]")]
    public int Price(int id) => id;
}
