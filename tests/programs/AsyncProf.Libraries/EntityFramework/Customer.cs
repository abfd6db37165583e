namespace AsyncProf.Libraries.EntityFramework;

internal sealed class Customer
{
    public int Id { get; set; }

    public required string Name { get; set; }

    public List<Order> Orders { get; } = [];
}
