namespace AsyncProf.Libraries.EntityFramework;

internal sealed class Order
{
    public int Id { get; set; }

    public int CustomerId { get; set; }

    public required string Product { get; set; }

    public int Pieces { get; set; }

    public bool IsShipped { get; set; }
}
