namespace AsyncProf.Libraries.Http;

internal sealed record Product(int Id, string Name, decimal Price);
